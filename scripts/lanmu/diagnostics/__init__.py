"""Messages for people: errors, the terminal, the command line."""
