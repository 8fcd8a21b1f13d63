"""What holds on PostgreSQL only. Run with TEST_DATABASE=postgresql, as `make test` does."""
