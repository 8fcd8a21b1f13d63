"""Pages of coordination: groups, what they read together, and their hearings."""
