"""What a user should know of: the bell, live and kept for a while (R-033); letters and pushes too (domain 9)."""
