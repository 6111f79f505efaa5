"""Who leaves after a bad answer: survival from the day of the survey, hazards and recovery."""
