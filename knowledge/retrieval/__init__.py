"""Finds the lists and questions a citizen's message is about, says why, and measures how well."""
