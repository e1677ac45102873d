"""The one list of the program: its columns, its order, its filter, what it prints and what goes out of it."""
