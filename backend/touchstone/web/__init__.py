"""HTTP glue that knows no feature: sessions, errors, pages, headers."""
