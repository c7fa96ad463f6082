"""Routes: from facts and goals to the shortest proven order of things to do."""
