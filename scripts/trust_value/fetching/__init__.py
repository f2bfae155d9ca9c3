"""Download published files into the inbox."""
