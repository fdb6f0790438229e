"""The demonstration projects: made by seed, fictional, and large enough to feel like work."""
