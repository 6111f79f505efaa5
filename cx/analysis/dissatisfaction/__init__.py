"""What dissatisfies: which failings set the unhappy apart, what each costs, and which only hurt."""
