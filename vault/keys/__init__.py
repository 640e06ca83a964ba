"""Keys: the root, and each tenant's keys below it."""
