"""The bell: what a user should know of, told live and kept for a while (R-033, domain 9). In the application only."""
