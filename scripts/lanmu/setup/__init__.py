"""The environment: the right Python, its packages."""
