"""Writing files whole, one writer at a time, temporary folders, keyed caches."""
