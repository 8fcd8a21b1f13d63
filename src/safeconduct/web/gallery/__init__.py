"""Every component of both sides on one page, for the eye and for the tests."""
