"""Paper: slips, forms and day sheets. Values in, PDF out; no store, no session, no Qt."""
