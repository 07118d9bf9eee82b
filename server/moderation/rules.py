"""Detectors for pupils' texts (domain 6.4.4): phone numbers, e-mail and street addresses, handles, links, listed words.

They read a folded text, so that full-width digits, invisible characters and accents change nothing. What is found waits
for a teacher, so a needless find costs a teacher a tap; dates, times, prices, scores and measurements must still pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from server.chat.wire import Finding, Why
from server.moderation import contact_words as words
from server.moderation.folding import Folded, fold
from server.moderation.phones import phones

AT = r"(?:@|\(at\)|\[at\]|\{at\}|<at>)"
DOT = r"(?:\.|\(dot\)|\[dot\]|\{dot\}|\(noqte\))"
SPELLED_DOT = r"\s(?:dot|kropka|punto|point|punkt|noqte|nokta|точка|тчк|крапка|τελεια)\s"

EMAIL = re.compile(
    rf"[\w.+-]{{1,64}}(?:{AT}\s{{0,2}}|\s{{1,2}}{AT}\s{{1,2}})[\w-]+(?:\s?{DOT}\s?[\w-]{{2,}}|{SPELLED_DOT}[\w-]{{2,}})+"
)
EMAIL_HOST = re.compile(
    rf"[\w.+-]{{2,64}}\s{{0,2}}(?:{AT}|\s(?:at|et|malpa|kukac|chiocciola|arroba|собака)\s)\s{{0,2}}(?:{words.MAIL_HOSTS})\b"
)
EMAIL_SPELLED = re.compile(
    rf"[\w.+-]{{2,64}}\s(?:at|et|malpa|chiocciola|arroba|собака)\s[\w-]+{SPELLED_DOT}(?:{words.TLDS})\b"
)

EMAILS = (EMAIL, EMAIL_HOST, EMAIL_SPELLED)

LINK = re.compile(r"\b(?:h\s?t\s?t\s?p\s?s?|hxxps?)\s?:\s?/\s?/\s?(?P<host>[^\s/?#]+)\S*")
LINK_WWW = re.compile(r"\bwww\s?[.\s]\s?(?P<host>[\w-]+(?:\.[\w-]+)+)\S*")
LINK_BARE = re.compile(
    rf"(?<![\w@.-])(?P<host>(?:[\w-]+\.)+(?:{words.TLDS}))(?![\w.-]*\w)(?:/\S*)?"
    rf"|(?<![\w@.-])(?P<host2>(?:[\w-]+\.)+(?:{words.RISKY_TLDS})|{words.MESSENGER_HOSTS})/\S+"
)
LINK_SPELLED = re.compile(rf"\b(?P<host>[\w-]{{2,}})(?:\s?[(\[{{]dot[)\]}}]\s?|{SPELLED_DOT})(?:{words.TLDS})\b")

HANDLE = re.compile(r"(?<![\w@.])@(?P<name>[\w.]{2,30})")
NAMED = r"(?:\W{0,3}(?:is|name|id|nick|user(?:name)?|acc(?:ount)?|adim|nickim))?"
HANDLE_OF = re.compile(
    rf"\b(?:{words.PLATFORMS}|insta|snap|ig|dc|tg|fb)\b{NAMED}"
    r"\s{0,2}(?P<sign>[:=@\->]{1,2}|\s)\s{0,2}@?(?P<name>[\w][\w.]{2,29})"
)
HANDLE_ASKED = re.compile(
    rf"\b(?:add|follow|find|dm|text|message|write to|hit)\s(?:me|him|her|us)\s(?:up\s)?"
    rf"(?:on|in|at)\s(?:{words.PLATFORMS}|ig|dc|fb)\b"
)
HANDLE_TAG = re.compile(r"\b[\w.]{2,32}#\d{4}\b")

NUMBER = r"(?:\s?,?\s?(?:no|nr|num|n|ev|д|буд|бл)?[.:°]?\s?\d{1,4}\s?[a-z]?\b(?![.:]\d))"
ADDRESS = [
    re.compile(rf"(?<!\w)(?:{fold(words.STREET_BEFORE)})\s?(?:[^\W\d][\w'.-]*\s){{0,3}}[^\W\d][\w'.-]*{NUMBER}"),
    re.compile(r"(?<!\w)\d{1,4}[a-z]?,?\s(?:bis\s)?(?:rue|avenue|boulevard|chemin|impasse|allee)\s[^\W\d]\w+"),
    re.compile(rf"(?<!\w)[^\W\d]\w+\s(?:{fold(words.STREET_AFTER)}){NUMBER}"),
    re.compile(rf"(?<!\w)[^\W\d]{{3,}}(?:{fold(words.STREET_GERMAN)})\s\d{{1,4}}\s?[a-z]?\b(?![.:]\d)"),
]
ADDRESS_ENGLISH = re.compile(
    r"(?<![\w.:])\d{1,4}[A-Za-z]?,?\s(?:[A-Z][\w'-]+\s){1,3}(?:" + words.STREET_ENGLISH + r")\b",
    re.IGNORECASE,
)
ADDRESS_ITALIAN = re.compile(
    r"\b[Vv]ia\s(?:(?:de[lgi]{0,3}|della|dei|d')\s?)?(?:[A-Z][\w']{1,30}\s){0,2}[A-Z][\w']{1,30}"
    r",?\s?(?:n\.?\s?)?\d{1,4}\b"
)
ADDRESS_SAID = re.compile(rf"(?:{fold(words.ADDRESS_CUES)})\b[^.!?\n]{{0,40}}?\d")

SIGNS_OF_EMAIL = (
    "@",
    "(at",
    "[at",
    "{at",
    "<at",
    " at ",
    " et ",
    *fold(" małpa , kukac , chiocciola , arroba , собака ").split(","),
)
SIGNS_OF_LINK = (
    "://",
    "dot",
    " punto ",
    " point ",
    " punkt ",
    " nokta ",
    *fold(" kropka , nöqtə , точка , тчк , крапка , τελεία ").split(","),
)
NAMES_OF_PLATFORMS = (
    "insta snap tik disc gram whats face fb messeng twit roblox fortn steam skype viber signal bereal thread "
    "vk kik omegle ig dc tg"
)
SIGNS_OF_HANDLE = ("@", "#", *NAMES_OF_PLATFORMS.split())
SIGNS_OF_ADDRESS = tuple(
    sorted(
        {
            sign.replace("\\", "").rstrip(".?")
            for words_of in (words.STREET_BEFORE, words.STREET_AFTER, words.STREET_ENGLISH, words.ADDRESS_CUES)
            for sign in fold(words_of).split("|")
        }
        | {"stra", "gass", "allee", "platz", "weg", "ring", "damm", "ufer", "via"}
    )
)
SHORT_SIGNS = frozenset(sign for sign in SIGNS_OF_ADDRESS if len(sign) < 4)
LONG_SIGNS = (*(sign for sign in SIGNS_OF_ADDRESS if len(sign) >= 4), "str.", "straße", "weg", "ring", "c/")
DOT_BEFORE_LETTER = re.compile(r"\.[^\W\d]")
HAS_DIGIT = re.compile(r"\d")
LEET_WORD = re.compile(r"(?<!\S)[^\s013457@$!]*[013457@$!]\S*")
DOUBLED = re.compile(r"(.)\1")
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SPACED_LETTERS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][\s.\-_*]{1,2}){2,}[^\W\d_](?![^\W\d_])")
LEET = str.maketrans("013457@$!", "oieastasi")
MOST_FINDINGS = 8

DEFAULT_HOSTS = frozenset(
    {
        "europa.eu",
        "wikipedia.org",
        "youtube.com",
        "youtu.be",
        "vimeo.com",
        "dailymotion.com",
        "padlet.com",
        "genial.ly",
        "genially.com",
        "canva.com",
        "docs.google.com",
        "learningapps.org",
        "kahoot.it",
        "wordwall.net",
        "geogebra.org",
    }
)
"""Where pupils may link unless an administrator says otherwise: the hosts of D-11 and R-184."""


@dataclass(frozen=True)
class Lists:
    """The words that wait and the hosts that do not, ready for comparing."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    hosts: frozenset[str] = DEFAULT_HOSTS
    squeezed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Words by what is left of them without doubled letters."""

    @classmethod
    def of(cls, entries: Iterable[str], hosts: Iterable[str] = DEFAULT_HOSTS) -> Lists:
        """From a list's lines: `word`, `beginning*`, `two words`."""
        plain = {folded for entry in entries if (folded := " ".join(fold(entry).split()))}
        single = {entry for entry in plain if " " not in entry}
        whole = frozenset(entry for entry in single if not entry.endswith("*"))
        return cls(
            words=whole,
            beginnings=tuple(sorted(entry[:-1] for entry in single - whole if len(entry) > 2)),
            phrases=tuple(sorted(plain - single)),
            hosts=frozenset(host.casefold().strip(". ") for host in hosts),
            squeezed={squeezed(entry): entry for entry in sorted(whole, reverse=True) if len(entry) > 3},
        )


def examine(text: str, lists: Lists) -> list[Finding]:
    """All reasons why a teacher should see this text first, in the order in which they stand in it."""
    folded = Folded(text)
    tokens = TOKEN.findall(folded.text)
    found = [*_contacts(folded, tokens, lists), *_listed(folded, tokens, lists)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Finding] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept[:MOST_FINDINGS]


def _contacts(folded: Folded, tokens: Sequence[str], lists: Lists) -> list[Finding]:
    text = folded.text
    # Most texts hold nothing of the kind: a word that must be there is sought before the costly rule.
    found: list[Finding] = []

    def note(kind: Why, spans: Iterable[tuple[int, int]]) -> None:
        for start, end in spans:
            first, last = folded.span(start, end)
            found.append(Finding(kind=kind, start=first, end=last))

    note("phone", phones(text, tokens))
    if _any(SIGNS_OF_EMAIL, text):
        note("email", (match.span() for rule in EMAILS for match in rule.finditer(text)))
    if DOT_BEFORE_LETTER.search(text) or _any(SIGNS_OF_LINK, text):
        note("link", _links(text, lists.hosts))
    if _any(SIGNS_OF_HANDLE, text):
        note("handle", _handles(text))
    if HAS_DIGIT.search(text) and (not SHORT_SIGNS.isdisjoint(tokens) or _any(LONG_SIGNS, text)):
        note("address", _addresses(folded))
    return found


def _any(signs: Iterable[str], text: str) -> bool:
    # Not by any(): a generator takes half as long again, and this is asked of each text many times.
    for sign in signs:  # noqa: SIM110
        if sign in text:
            return True
    return False


def _finding(folded: Folded, kind: Why, start: int, end: int) -> Finding:
    first, last = folded.span(start, end)
    return Finding(kind=kind, start=first, end=last)


def _links(text: str, hosts: frozenset[str]) -> Iterable[tuple[int, int]]:
    for rule in (LINK, LINK_WWW, LINK_BARE, LINK_SPELLED):
        for match in rule.finditer(text):
            groups = match.groupdict()
            host = groups.get("host") or groups.get("host2") or ""
            if rule is LINK_SPELLED or not _is_allowed(host, hosts):
                yield match.span()


def _is_allowed(host: str, hosts: frozenset[str]) -> bool:
    """The host itself or one below an allowed one; never what only looks like it, nor with a user before an `@`."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    if "@" in name or "\\" in name or not name.isascii():
        return False
    name = name.strip(".").removeprefix("www.")
    labels = name.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))


def _handles(text: str) -> Iterable[tuple[int, int]]:
    asked = [match.span() for match in HANDLE_ASKED.finditer(text)]
    yield from asked
    for match in HANDLE.finditer(text):
        # A person is mentioned by a name; digits, dots and underscores make an account of it.
        if re.search(r"[\d_]|\.\w", match["name"]):
            yield match.span()
    for match in HANDLE_OF.finditer(text):
        clear = match["sign"].strip() in (":", "=", "@", "->", ":@", "=@") or "@" in match.group()
        if re.search(r"[\d_]|\w\.\w", match["name"]) or (clear and len(match["name"]) > 3):
            yield match.span()
    for match in HANDLE_TAG.finditer(text):
        yield match.span()


def _addresses(folded: Folded) -> Iterable[tuple[int, int]]:
    text = folded.text
    for rule in (*ADDRESS, ADDRESS_SAID):
        for match in rule.finditer(text):
            yield match.span()
    if len(text) == len(folded.original):
        # Capitals say what is a name: "via Roma 12" and "via Zoom at 12" are the same without them.
        for rule in (ADDRESS_ENGLISH, ADDRESS_ITALIAN):
            for match in rule.finditer(folded.original):
                if rule is ADDRESS_ITALIAN or _is_named(match.group()):
                    yield match.span()


def _is_named(address: str) -> bool:
    """ "10 Downing Street", not "3 long streets": at least one name between the number and the street."""
    return any(word[:1].isupper() for word in address.split()[1:-1]) or bool(
        re.search(r"(?i)\b(?:street|road|avenue|lane)\b", address) and len(address.split()) == 3
    )


def _listed(folded: Folded, tokens: Sequence[str], lists: Lists) -> Iterable[Finding]:
    if not (lists.words or lists.beginnings or lists.phrases):
        return
    text = folded.text
    if _may_be_listed(tokens, lists):
        for match in TOKEN.finditer(text):
            if _is_listed(match.group(), lists):
                yield _finding(folded, "word", *match.span())
    for match in SPACED_LETTERS.finditer(text):
        joined = re.sub(r"[\s.\-_*]", "", match.group())
        if _is_listed(joined, lists):
            yield _finding(folded, "word", *match.span())
    for match in LEET_WORD.finditer(text):
        said = match.group().strip(".,;:?!()")
        plain = said.translate(LEET)
        if plain.isalpha() and _is_listed(plain, lists):
            start = match.start() + match.group().index(said)
            yield _finding(folded, "word", start, start + len(said))
    flat = " ".join(text.split()) if lists.phrases else ""
    # Most are not there: the quick look first.
    for phrase in (one for one in lists.phrases if one in flat):
        words = r"\s+".join(map(re.escape, phrase.split()))
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text):
            yield _finding(folded, "word", *match.span())


def _may_be_listed(tokens: Sequence[str], lists: Lists) -> bool:
    """The same of all tokens at once: most texts hold nothing of the lists."""
    if not lists.words.isdisjoint(tokens):
        return True
    if lists.beginnings and any(token.startswith(lists.beginnings) for token in tokens):
        return True
    return not lists.squeezed.keys().isdisjoint(squeezed(" ".join(tokens)).split(" "))


def _is_listed(token: str, lists: Lists) -> bool:
    if token in lists.words or token.startswith(lists.beginnings):
        return True
    return DOUBLED.search(token) is not None and squeezed(token) in lists.squeezed


def squeezed(token: str) -> str:
    """Without letters that stand twice and more in a row."""
    return re.sub(r"(.)\1+", r"\1", token)


def kinds(findings: Sequence[Finding]) -> list[str]:
    """What was found, once each, in order."""
    return list(dict.fromkeys(finding.kind for finding in findings))
