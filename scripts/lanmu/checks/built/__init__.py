"""A built site as readers get it: its pages, what they refer to, and where each reference leads."""
