"""The knowledge editor's console. Read-only so far: the 118 lists and the problems of the files."""
