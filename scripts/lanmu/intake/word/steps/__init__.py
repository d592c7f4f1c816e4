"""The steps that make a Word document plain, each one theme, in the order that `reading.py` has them."""
