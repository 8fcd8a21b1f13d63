"""Who may sign in, for which post of which organisation, with which keys, and what each of them opened."""
