"""Work on its way in and out of a project: imports, exports, predictions, media files."""
