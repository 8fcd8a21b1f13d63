"""The verbs of intake, one file for each side of it: asking, returning, telling how far things are, importing."""
