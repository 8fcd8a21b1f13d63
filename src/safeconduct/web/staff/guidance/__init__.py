"""Pages of the guidance: practices, countries, sheets, bills, trainings and gaps, for people at their post."""
