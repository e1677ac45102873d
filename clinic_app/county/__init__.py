"""The county server: change log, merge, scope, enrolment and the HTTP interface over PostgreSQL."""
