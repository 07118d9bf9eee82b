"""The calendar of the platform, as a user sees it."""
