"""What people say: words that set the unhappy apart, themes that hold, and what may be shown."""
