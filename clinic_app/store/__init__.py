"""The laptop's encrypted database: keys, engine, tables, backup, audit."""
