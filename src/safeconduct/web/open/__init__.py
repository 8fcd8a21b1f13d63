"""Pages for everybody that belong to nobody's case."""
