"""Annotations: made, changed, starred, and kept in every version."""
