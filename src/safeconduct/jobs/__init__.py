"""Work that needs no key: sweeping away what has expired, and destroying keys when their time has come."""
