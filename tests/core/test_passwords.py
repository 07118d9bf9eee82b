"""Passwords are stored so that a copied table does not give them away."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher

from server.core.errors import UserError
from server.core.passwords import LONGEST, check_new_password, hash_password, outdated, verify_password

pytestmark = pytest.mark.anyio


async def test_a_password_opens_its_own_hash_only():
    stored = await hash_password("Şirvan və Qarabağ")
    assert stored.startswith("$argon2id$")
    assert await verify_password(stored, "Şirvan və Qarabağ")
    assert not await verify_password(stored, "Sirvan ve Qarabag")
    assert await hash_password("Şirvan və Qarabağ") != stored


async def test_nothing_opens_where_nothing_is_stored():
    assert not await verify_password(None, "the password of nobody")
    assert not await verify_password("", "")
    assert not await verify_password("plain text", "plain text")


async def test_an_endless_password_is_not_even_tried():
    stored = await hash_password("x" * (LONGEST + 1))
    assert not await verify_password(stored, "x" * (LONGEST + 1))


async def test_the_loop_goes_on_while_passwords_are_checked():
    stored = await hash_password("water")
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    assert await asyncio.gather(*(verify_password(stored, "water") for _ in range(6))) == [True] * 6
    counting.cancel()
    assert turns > 20


async def test_a_cheaper_hash_of_old_is_known_as_such():
    assert outdated(PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("water"))
    assert outdated("not a hash")
    assert not outdated(await hash_password("water"))


@pytest.mark.parametrize(
    ("password", "account_type", "code"),
    [
        ("1234567", "pupil", "password_short"),
        ("nine char", "staff", "password_short"),
        ("Password", "pupil", "password_guessable"),
        ("QWERTYUIOP", "staff", "password_guessable"),
        ("Grace.Nowicka", "staff", "password_guessable"),
        ("ababababab", "staff", "password_guessable"),
        ("x1y2z3" * 34, "staff", "password_long"),
    ],
)
def test_a_poor_new_password_is_refused(password: str, account_type: str, code: str):
    with pytest.raises(UserError) as refusal:
        check_new_password(password, "grace.nowicka", account_type)
    assert refusal.value.code == code


@pytest.mark.parametrize(("password", "account_type"), [("sea&wind", "pupil"), ("sea and wind", "staff")])
def test_a_fair_new_password_is_taken(password: str, account_type: str):
    check_new_password(password, "grace.nowicka", account_type)
