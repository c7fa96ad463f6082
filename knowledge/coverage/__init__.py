"""What the written lists cover: topics, branches, sayings, figures, sources."""
