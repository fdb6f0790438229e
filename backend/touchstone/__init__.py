"""Touchstone: review, ground truth and agreement for labelled data."""

__version__ = "0.1.0"
