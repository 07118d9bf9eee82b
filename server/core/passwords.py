"""Hashes and checks passwords with argon2id, off the event loop and never more at once than there are threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.core.errors import UserError

LONGEST = 200
"""Characters; hashing without a bound would be work that a stranger can order."""

SHORTEST = {"pupil": 8}
SHORTEST_OTHERS = 10

TOO_WELL_KNOWN = frozenset(Path(__file__).with_name("guessable_passwords.txt").read_text(encoding="utf-8").split())
"""The first guesses of anybody; a longer list adds little under the sign-in's rate limits."""

# One try costs about 20 ms and 19 MB: a class of thirty is in within a second on a small server (OWASP's first choice).
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_nobody = _hasher.hash("the password of nobody")


async def hash_password(password: str) -> str:
    """The argon2id string to store."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


def hash_now(password: str) -> str:
    """The same where nobody else waits."""
    return _hasher.hash(password)


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether it is the right one. With nothing stored it takes as long and says no: nobody learns who exists."""
    if len(password) > LONGEST:
        return False
    right = await asyncio.get_running_loop().run_in_executor(_threads, _verify, stored or _nobody, password)
    return right and stored is not None


def outdated(stored: str) -> bool:
    """Whether the hash was made with other costs than today's and should be made anew at sign-in."""
    try:
        return _hasher.check_needs_rehash(stored)
    except InvalidHashError:
        return True


def check_new_password(password: str, username: str, account_type: str) -> None:
    """Refuse a new password that is short, endless or the first guess of anybody."""
    shortest = SHORTEST.get(account_type, SHORTEST_OTHERS)
    if len(password) < shortest:
        raise UserError(
            "password_short", f"Choose a password of at least {shortest} characters.", status=422, shortest=shortest
        )
    if len(password) > LONGEST:
        raise UserError(
            "password_long", f"Choose a password of at most {LONGEST} characters.", status=422, longest=LONGEST
        )
    folded = password.casefold()
    if folded in TOO_WELL_KNOWN or folded == username.casefold() or len(set(folded)) < 4:
        raise UserError("password_guessable", "This password is too easy to guess. Choose another one.", status=422)


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
