"""版本: what was there before every save, and who has an article open."""
