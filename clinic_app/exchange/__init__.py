"""Files that come in and go out: sheets of residents, lines of records."""
