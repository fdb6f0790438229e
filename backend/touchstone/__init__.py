"""Touchstone: review, ground truth and agreement for labelled data."""
