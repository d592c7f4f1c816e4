"""Findings written down for people and programs, one form to a file; `formats.py` lists them."""
