"""Agreement of a Label Studio export, without server and database: `touchstone agreement`."""
