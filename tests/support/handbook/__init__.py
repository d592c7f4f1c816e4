"""The pictures of the editors' handbook, made by doing what the handbook tells: run again, they show what is so now."""
