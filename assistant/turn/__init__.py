"""A turn as a visible list of steps; see engine.py for the list."""
