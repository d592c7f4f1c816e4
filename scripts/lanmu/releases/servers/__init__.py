"""What a web server must do for a site, once; and a writer of its settings for each kind of server."""
