"""Setting the project up on a machine: its two Python environments and their lock files.

Runs before anything is installed, on whatever python3 (3.8 or newer) a machine has: it uses the
standard library only.
"""
