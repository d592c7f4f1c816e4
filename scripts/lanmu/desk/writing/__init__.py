"""写稿: the form of an article, its text beside its page, findings at their lines."""
