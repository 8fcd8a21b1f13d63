"""Sealed, append-only lists of entries in scopes, and the cards from which lists and searches are made."""
