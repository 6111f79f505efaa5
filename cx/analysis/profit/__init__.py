"""What customers earn and cost by the channels they use, and what another mix would do."""
