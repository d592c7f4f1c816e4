"""What is handed to the archives when a campaign is over: the site and every article, with lists, and the proof of them."""
