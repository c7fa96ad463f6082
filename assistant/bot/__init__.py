"""The Rasa project: trained and served by Rasa's own Python 3.10, in a process of its own.

Everything here runs under both Pythons or under Rasa's alone, so it imports nothing else of ours
and, at the top of a module that the app may import, nothing of Rasa's. Rasa decides the dialogue
act, nothing more.
"""
