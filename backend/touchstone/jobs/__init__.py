"""The job queue: work that is written down in the transaction of its cause and done later."""
