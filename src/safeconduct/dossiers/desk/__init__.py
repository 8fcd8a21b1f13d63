"""The verbs of dossiers, one file for each side."""
