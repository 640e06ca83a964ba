"""Conversations in memory: who owns which, for how long, and how much of it."""
