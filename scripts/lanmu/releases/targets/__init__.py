"""The places that a site is published to, all asked in the same way."""
