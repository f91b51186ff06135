"""One file a format: domain objects to streams and back."""
