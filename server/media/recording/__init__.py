"""What the worker writes of a conference while it is recorded: packets as they came, nothing decoded."""
