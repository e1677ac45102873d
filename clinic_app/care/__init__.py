"""What people do: each act is a function over one unit of work."""
