"""Suggestions: what a pasted text may say, each with the words that it rests on; an officer confirms or strikes out."""
