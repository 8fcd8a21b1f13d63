"""What was promised, by whom, what may be done, and who can help: public data with sources, and the rules over it."""
