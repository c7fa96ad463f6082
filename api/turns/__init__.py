"""The way of a turn, for every entrance alike: accepted, answered once, kept."""
