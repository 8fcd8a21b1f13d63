"""Django's SQLite backend on a current SQLite, with a file lock in front of every write transaction."""
