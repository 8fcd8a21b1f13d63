"""Asking for help without an account, and coming back with a code."""
