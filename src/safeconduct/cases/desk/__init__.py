"""The verbs of cases, one file for each side."""
