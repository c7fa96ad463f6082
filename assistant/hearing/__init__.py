"""Hearing facts: what a citizen's words say about whom. Refuses to guess: no words, no fact."""
