"""Findings written down for people and programs, `writing.py` lists the formats."""
