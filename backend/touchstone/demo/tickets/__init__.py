"""Support tickets: topics, needs and named entities."""
