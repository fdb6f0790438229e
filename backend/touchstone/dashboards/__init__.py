"""Figures of a project, read only."""
