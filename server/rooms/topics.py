"""The addresses on the bus that connections listen to."""

from uuid import UUID


def room_topic(room: UUID) -> str:
    """What happens in a room."""
    return f"room:{room}"


def space_topic(space: UUID) -> str:
    """What those hear who look at a space."""
    return f"space:{space}"


def user_topic(user: UUID) -> str:
    """What is one user's own business, in every tab."""
    return f"user:{user}"
