"""Runs the rules: what a rule is, which there are, and what becomes of their findings."""
