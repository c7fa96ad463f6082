"""Lists, conditions, releases, retrieval and routes: everything that is true without a
conversation.
"""
