"""The list of 89 bad uploads: what each is, what should become of it, and where that is tested."""
