"""What comes from strangers: kinds of files, limits, metadata, markup."""
