"""What a project keeps for good: texts that a teacher saved from the chatroom before they were deleted."""
