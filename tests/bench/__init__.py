"""The budgets of the design, measured on a generated project: `python -m tests.bench`."""
