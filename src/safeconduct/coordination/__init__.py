"""Sharing the load: groups of organisations, what they read together, the hearings that somebody must sit in, and who goes."""
