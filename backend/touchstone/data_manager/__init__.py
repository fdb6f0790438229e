"""Lists of tasks: columns, filters, ordering, and actions on many tasks at once."""
