"""Word documents: what is refused, what is read in them, and the child process that reads."""
