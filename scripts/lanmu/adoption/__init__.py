"""Making the project another organisation's, or another campaign's: what `init.py` and `update.py` do."""
