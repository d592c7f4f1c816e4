"""The pictures of the editors' handbook, made by doing what the handbook says: run again, they show what is so now."""
