"""Reads files from strangers safely: kinds of files, limits, ZIP and XML, encodings, pictures; removes metadata."""
