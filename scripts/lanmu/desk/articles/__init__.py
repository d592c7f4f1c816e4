"""稿件: all articles in one table, and what presses today."""
