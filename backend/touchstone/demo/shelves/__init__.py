"""Warehouse shelves: drawn pictures with boxes."""
