"""Adapter for Rasa's action-server contract: Rasa's call becomes ours, our reply Rasa's."""
