"""The Label Studio formats: labeling configurations, results, task records and streams of them.

Pure: no database, no web, nothing else of this package.
"""
