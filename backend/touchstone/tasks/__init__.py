"""Tasks: the items to label, and the figures kept beside them."""
