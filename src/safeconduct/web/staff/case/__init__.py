"""The pages of one case: each works on one part of it, and shows that part on the case's own page."""
