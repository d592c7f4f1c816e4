"""One poster of a 宣传栏: how large its text must be, what of the article goes on it, where each part stands."""
