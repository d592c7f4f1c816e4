"""From what an office hands in to an article of the site, with nothing lost on the way."""
