"""Words and values that every folder shares. Imports nothing of the house."""
