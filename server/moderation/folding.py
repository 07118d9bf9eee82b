"""A text as the detectors read it: one plain form for all the ways in which the same can be written."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DOTS = "。．｡․‧∙•·"
LETTERS = {"ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th"}
"""Letters that no accent makes: written without them on a phone's keyboard."""
DASHES = "‐‑‒–—―−﹣－"


class Folded:
    """The plain form, and where each of its characters stands in the original."""

    __slots__ = ("at", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        if original.isascii():
            self.text = original.lower()
            self.at = range(len(original) + 1)
            return
        pieces: list[str] = []
        at: list[int] = []
        for index, character in enumerate(original):
            plain = _plain(character)
            pieces.append(plain)
            at += [index] * len(plain)
        at.append(len(original))
        self.text = "".join(pieces)
        self.at = at

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span behind a span of the plain form."""
        return self.at[start], self.at[end - 1] + 1 if end > start else self.at[end]


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    """Lower case, western digits, no accents, no invisible characters; nothing that a regular expression would miss."""
    if character in DOTS:
        return "."
    if character in DASHES:
        return "-"
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    digit = unicodedata.digit(character, None) if category == "No" else None
    if digit is not None:
        return str(digit)
    if letter := _drawn_letter(ord(character)):
        return letter
    # Accents go (é, ə stays), so that lists need not hold every spelling.
    folded = unicodedata.normalize("NFKD", character).casefold()
    return "".join(LETTERS.get(c, c) for c in folded if unicodedata.category(c) not in ("Mn", "Cf"))


def _drawn_letter(code: int) -> str | None:
    """Letters in dark circles and squares and those of flags, of which Unicode does not say that they are letters."""
    for first in (0x1F150, 0x1F170, 0x1F1E6):
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    return None


def fold(text: str) -> str:
    """Only the plain form."""
    return Folded(text).text
