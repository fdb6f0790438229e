"""Verdicts on annotations, and the stream that serves what waits for one."""
