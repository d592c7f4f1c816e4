"""Markdown read for checking: what the reader sees, with the place of every character in the file."""
