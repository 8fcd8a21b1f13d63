"""Sharing the load: groups of organisations, what they read together, and hearings that somebody must sit in."""
