"""Drafts of lists out of what an office has in Excel or Word. It publishes nothing."""
