"""Pages to copy an article from, for editors that take no file but what is pasted: the text, its pictures, the page itself."""
