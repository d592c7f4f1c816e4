"""An article from a read Word document: allowed parts, cleaned, recognised, written as Markdown, and proved whole."""
