"""Public texts out of files and archives into one folder, each with where it was found; what cannot be read stays with its reason."""
