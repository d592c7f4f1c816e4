"""HTML of Python-Markdown into the blocks of blocks.py."""
