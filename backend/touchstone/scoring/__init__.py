"""From stored annotations to stored agreement: rows -> arrays -> numbers -> rows."""
