"""The doors: HTTP, pages and commands. The only layer that knows transports, storage engines and
settings.
"""
