"""Projects: their labeling config, settings and members."""
