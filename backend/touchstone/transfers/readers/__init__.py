"""From the bytes of a file to rows that PostgreSQL's COPY takes in; no database here."""
