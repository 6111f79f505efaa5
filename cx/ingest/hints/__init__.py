"""What the names and values of a file's columns say about how it fits: the senses of `propose`."""
