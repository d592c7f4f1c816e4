"""征求意见 and 评议 without a server: a page and forms made from one file, and what comes back, counted."""
