"""What the site is about: campaign, columns, glossary and articles, read from docs/ into one typed model.

No MkDocs in this room: everything else (checks, views, channels) builds on it, and it outlives the site generator.
"""
