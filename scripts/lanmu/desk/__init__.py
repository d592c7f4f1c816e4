"""编辑台: the preview's server with pages on which an office does the whole work, from a Word file to the published article."""
