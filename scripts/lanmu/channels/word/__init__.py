"""Word files: the blocks of an article as the paragraphs and tables of a .docx, to GB/T 9704."""
