"""一次性告知单: the latest route of a conversation, complete, to print or to keep as PDF; its trips
as a calendar.
"""
