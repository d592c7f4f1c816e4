"""Languages: the interface's words in each. No MkDocs: the views and the build take their words from here."""
