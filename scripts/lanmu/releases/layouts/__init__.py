"""How releases lie on a target, and how the next one takes the place of the last."""
