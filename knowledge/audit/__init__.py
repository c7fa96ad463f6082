"""Re-checks a finished route against the lists; shares only the data model with the planner."""
