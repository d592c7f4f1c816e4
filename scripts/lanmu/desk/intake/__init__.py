"""收稿: files that are handed in become articles, with the report of what was taken."""
