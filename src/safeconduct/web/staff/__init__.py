"""The staff's side: signing in, the desk and its dossiers."""
