"""The TwinSpaces of a user, the home of each and its members."""
