"""What lists and pages ask the local database: plain functions over a connection, answers as frozen values."""
