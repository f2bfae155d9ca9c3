"""What a publication consists of: the served DuckDB file, and every export beside it."""
