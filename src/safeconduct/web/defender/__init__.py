"""The defender's side: asking for help and coming back, in one column, without script or account."""
