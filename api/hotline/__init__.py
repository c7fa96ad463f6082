"""The hotline agent's console. Read-only so far: what is said, what was heard, what to ask next,
the route.
"""
