"""The access log: rows, the hash chain they form, its proof, and the search."""
