"""What is said to a person: errors, the terminal, the command line."""
