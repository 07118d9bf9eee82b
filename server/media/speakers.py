"""Who speaks, and whom each participant hears. Pure and clockless."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

SPEAKING = 75
"""Loudness (127 - |dBov|) from which on a person counts as speaking: a quiet voice, above a classroom's hum."""
LOUDER = 6
"""By how much someone must be louder to take another one's place: without it two voices would chase each other."""

RISE, FALL = 0.3, 0.05


def smoothed(before: float, level: int) -> float:
    """Loudness after one more packet: quick to rise, slow to fall, so that a breath is no silence."""
    return before + (level - before) * (RISE if level > before else FALL)


def ranked(loudness: Mapping[UUID, float], before: Sequence[UUID]) -> list[UUID]:
    """Everybody, loudest first; those who led before are given a head start."""
    lead = {user: LOUDER * (len(before) - place) / len(before) for place, user in enumerate(before)}
    return sorted(loudness, key=lambda user: (-(loudness[user] + lead.get(user, 0.0)), user.int))


def speaking(loudness: Mapping[UUID, float], before: Sequence[UUID]) -> list[UUID]:
    """Those who speak now, loudest first; who spoke before may be a little quieter."""
    floor = dict.fromkeys(before, SPEAKING - LOUDER)
    heard = {user: level for user, level in loudness.items() if level >= floor.get(user, SPEAKING)}
    return ranked(heard, before)


def seat(present: Sequence[UUID | None], order: Iterable[UUID], own: UUID) -> list[UUID | None]:
    """Whom each of one participant's audio slots plays: the first of `order`, never oneself.

    Who keeps a place keeps the same slot, so that no voice is cut for another's sake.
    """
    chosen = [user for user in order if user != own][: len(present)]
    seats = [user if user in chosen else None for user in present]
    new = [user for user in chosen if user not in seats]
    for at, user in enumerate(seats):
        if user is None and new:
            seats[at] = new.pop(0)
    return seats
