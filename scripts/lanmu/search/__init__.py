"""The site's own full-text search: every page that contains the words and none that does not."""
