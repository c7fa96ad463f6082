"""The action server that Rasa calls: not for anyone else."""
