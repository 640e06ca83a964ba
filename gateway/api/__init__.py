"""`/v1` and its neighbours: one module a resource, each a list of routes."""
