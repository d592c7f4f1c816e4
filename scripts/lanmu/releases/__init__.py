"""The site is put on line, taken back and proved: releases with a signed list of their files."""
