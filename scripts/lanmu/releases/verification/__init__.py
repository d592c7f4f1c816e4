"""Is what readers get what was published: a live site, or a folder, against the signed manifest of its release."""
