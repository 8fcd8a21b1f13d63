"""What is handed out: tables, charts, a page and a snapshot that anybody can make again from the same statements."""
