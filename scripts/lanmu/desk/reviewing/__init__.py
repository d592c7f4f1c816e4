"""三审: reviews are signed, and what has changed since is shown."""
