"""The verbs of access, one file for each side."""
