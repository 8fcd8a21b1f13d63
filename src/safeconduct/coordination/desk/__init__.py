"""The verbs of coordination. Each is one transaction with its line in the journal."""
