"""From YAML to a knowledge base: read, type, check.

Every fault becomes a coded problem, never an exception.
"""
