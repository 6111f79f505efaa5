"""What customers go through: chains, credit, funnels, transitions, paths and durations."""
