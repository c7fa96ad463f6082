"""Pairs that may say one thing twice, or differently: for people to look at, never mended."""
