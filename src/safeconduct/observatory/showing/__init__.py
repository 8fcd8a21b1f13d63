"""What pages need of a published snapshot, read and narrowed without the libraries that made it."""
