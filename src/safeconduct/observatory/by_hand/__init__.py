"""Codes by people: sheets on which each codes without seeing another's codes, how far they agree, and what is in force."""
