"""A newspaper page laid out on a grid of columns and lines, as 版样纸 had it: every height is a number of lines."""
