"""`gettone demo`: the real path, from raw to tokens, told line by line."""
