"""The parts of the Upload page: one draft per browser session, taken from a file to its import."""
