"""Published files to text Parquet."""
