"""Read the tables of a file, one module a format."""
