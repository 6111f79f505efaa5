"""Which rated attributes a score goes with: importance, quadrants, and when neither can be told."""
