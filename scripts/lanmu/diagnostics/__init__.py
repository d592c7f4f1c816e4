"""What a person is told: errors, the terminal, the command line."""
