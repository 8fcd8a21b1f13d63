"""Pages of the observatory: a published snapshot as anybody may look at it. They only show; what counts was decided before."""
