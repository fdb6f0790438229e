"""The numeric core of agreement: numbers from arrays, without database and web.

Start at `registry.METRICS`; `pairs.pair_score` compares two annotations in one dimension,
`tasks.task_score` and `tasks.overall` combine pair scores.
"""
