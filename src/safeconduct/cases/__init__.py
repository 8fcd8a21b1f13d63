"""What may be done with a case once somebody reads it."""
