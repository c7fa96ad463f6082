"""Texts as vectors: our own small static model, or any sentence-transformers model in its place.

Knows nothing of lists or questions. Importing this package does not import torch; loading a model
does.
"""
