"""Pure functions from the site to what a page shows. No MkDocs, no files: give them a `Site`, look at the answer."""
