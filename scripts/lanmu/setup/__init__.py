"""The environment: Python, packages, the browser."""
