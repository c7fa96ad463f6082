"""The conversation: hearing facts, taking turns, wording answers. Knows no transport and no storage
engine.
"""
