"""Sharing the load: who goes to which hearing and visit."""
