"""The preview: its server, the instant page, the bar."""
