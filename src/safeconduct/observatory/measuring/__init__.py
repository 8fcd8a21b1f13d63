"""What is counted of coded public statements, by rules that are data. Nothing here says why figures differ."""
