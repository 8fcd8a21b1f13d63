"""What a page of a website tells a defender who looks for help, and how that changes from round to round."""
