"""The vocabulary of the lists as types. Imports nothing else of ours."""
