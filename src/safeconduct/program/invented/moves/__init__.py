"""What people do in an invented case, one file for each side: each function is one move through one verb of a desk."""
