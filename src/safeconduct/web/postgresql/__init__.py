"""PostgreSQL in place of SQLite: the backend, what its server must promise, and who may do what to which table."""
