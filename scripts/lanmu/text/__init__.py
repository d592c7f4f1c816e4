"""Markdown: the dialect, a scan that keeps the place of every character for the checks, and the typed document for print."""
