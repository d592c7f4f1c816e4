"""What is not part of the text and is told to the editor."""
