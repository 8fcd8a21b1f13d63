"""Public statements: reading, coding and measuring. Public data only; it never meets casework."""
