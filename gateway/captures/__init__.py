"""Keypad captures: from keys to a token, with the digits in memory only."""
