"""Telephone numbers in a folded text, among dates, times, prices, scores and measurements, which are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from server.moderation import contact_words as words
from server.moderation.folding import fold

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:1[0-9]|20)\d{2}"
UNIT = (
    r"(?:€|\$|£|₼|₺|zl|eur|euros?|usd|azn|manat|pln|lira|%|‰|°|km|cm|mm|m2|m|kg|g|l|ml|mb|gb|kb|people|pupils|"
    r"students|inhabitants|years|times|points|steps|nefer|metr|litr)\b"
)

HARMLESS = re.compile(
    "|".join(
        (
            # ISBN and ISSN
            r"97[89][- ]?\d[- ]?\d{2,7}[- ]?\d{1,6}[- ]?\d(?!\d)",
            # dates, either way round, with or without a year
            rf"(?<![\d.,/-])(?:{DAY}[./-]{MONTH}|{MONTH}[./-]{DAY})[./-](?:{YEAR}|\d{{2}})(?![\d]|[./-]\d)",
            rf"(?<![\d.,/-]){YEAR}[./-]{MONTH}[./-]{DAY}(?![\d]|[./-]\d)",
            # times and spans of times
            r"(?<![\d:])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?::[0-5]\d)?(?![\d:])(?:\s?-\s?(?:[01]?\d|2[0-4])[:.h][0-5]\d(?![\d:]))?",
            # years, school years, lists of years
            rf"(?<![\d.+-]){YEAR}(?:\s?[-/,;]\s?(?:{YEAR}|\d{{2}}))+(?![\d])",
            rf"(?<![\d.+-]){YEAR}(?:\s{YEAR})+(?![\d])",
            # thousands
            r"(?P<amount>(?<![\d.,+-])\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?(?![\d]|[.,-]\d)",
            r"(?<![\d.,+\- ])\d{1,2}(?:[ ]\d{3})+(?:[.,]\d{1,2})?(?![\d]|[ .,-]\d)",
            r"(?<![\d.,+-])\d{1,3}(?:[ ]000)+(?![\d])",
            # measurements and prices
            r"(?<![\d.,+-])\d{1,4}[.,]\d{1,3}(?![\d]|[.,-]\d)",
            r"(?<![\d.,+-])(?:0|[1-9]\d{0,2})\.\d{4,10}(?![\d]|[.-]\d)",
            rf"(?<![\d+])\d{{1,12}}(?:[ .,]\d{{1,6}}){{0,4}}\s?{UNIT})",
        )
    )
)
RUN = re.compile(r"(?:\+|\(|00)?\d(?:[ \t\r\n().\-/·•_*|~:,]{0,3}\d){6,16}(?!\d)")
SEPARATORS = re.compile(r"[^\d]+")
COUNTRY = re.compile(r"(?:\+|\b00)\d{1,3}[\s(]{0,2}\Z")
THOUSANDS = re.compile(r"\d{1,3}(?:[ .,'’]\d{3})+(?!\d)")
CUE = re.compile(rf"\b(?:{'|'.join(fold(words.PHONE_CUES).split())})\b")

SPOKEN = {word: str(digit) for line in words.DIGIT_WORDS for digit, word in enumerate(fold(line).split())}
SPOKEN_RUN = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join(sorted(map(re.escape, SPOKEN), key=len, reverse=True))}|\d)[\s,.\-]{{1,3}}){{6,}}"
    rf"(?:{'|'.join(sorted(map(re.escape, SPOKEN), key=len, reverse=True))}|\d)(?!\w)"
)


DIGITS = re.compile(r"\d")


def phones(text: str, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where numbers stand by which somebody could be called. `tokens` are the words of the text."""
    if not SPOKEN.keys().isdisjoint(tokens) and sum(token in SPOKEN for token in tokens) >= 4:
        yield from _spoken(text)
    if len(DIGITS.findall(text)) < 7:
        return
    has_cue = CUE.search(text) is not None

    def without(match: re.Match[str]) -> str:
        # What is certainly something else becomes a break of the same length, so that places stay.
        kept = match.lastgroup == "amount" and _is_no_amount(text, match, has_cue)
        return match.group() if kept else "§" * len(match.group())

    rest = HARMLESS.sub(without, text)
    for match in RUN.finditer(rest):
        if _is_phone(match.group(), has_cue):
            yield match.span()


def _is_no_amount(text: str, match: re.Match[str], has_cue: bool) -> bool:
    """Written like thousands or before a unit, but long, and with a sign of a number that one calls."""
    digits = SEPARATORS.sub("", match.group())
    if len(digits) < 7:
        return False
    called = has_cue or digits.startswith("0") or COUNTRY.search(text, max(0, match.start() - 8), match.start())
    is_decimal = "." in match.group() or THOUSANDS.match(match.group())
    return bool(called) or (not is_decimal and len(digits) >= 9)


def _is_phone(run: str, has_cue: bool) -> bool:
    digits = SEPARATORS.sub("", run)
    if run.startswith(("+", "00")):
        return len(digits) >= 8
    groups = [group for group in SEPARATORS.split(run) if group]
    if digits.startswith("0"):
        return not _counts(digits, groups) and (has_cue or len(digits) >= 8 or max(map(len, groups)) >= 3)
    if has_cue:
        return not _counts(digits, groups)
    if _counts(digits, groups) or len(set(digits)) < 3:
        return False
    if len(groups) == 1:
        return 9 <= len(digits) <= 13
    if max(map(len, groups)) < 3 or (", " in run and max(map(len, groups)) <= 3):
        return False
    if any(len(group) > 4 for group in groups) and "," in run:
        return False
    return 9 <= len(digits) <= 13


def _counts(digits: str, groups: list[str]) -> bool:
    """Numbers of a list or a game and not of a telephone: 1 2 3 4 …, 10 20 30 …, 123456789."""
    if len(groups) == 1:
        return digits in "01234567890123456789" or digits in "98765432109876543210"
    numbers = [int(group) for group in groups]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(groups) > 3 and len(steps) == 1


def _spoken(text: str) -> Iterator[tuple[int, int]]:
    """Seven or more digits one after the other, said in words of one or several languages."""
    for match in SPOKEN_RUN.finditer(text):
        said: list[str] = re.findall(r"\w+", match.group())
        if sum(word in SPOKEN for word in said) < 4:
            continue
        digits = "".join(SPOKEN.get(word, word) for word in said)
        if not _counts(digits, list(digits)):
            yield match.span()
