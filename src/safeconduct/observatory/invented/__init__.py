"""Invented statements and pages, for the demo and for measuring the program. No sentence here was ever said."""
