"""Evidence capsules: what was said around a reported message, what that or a reported material showed, sealed when it
is reported, opened by two people.

Each part is encrypted, and bound by an HMAC to the part before it, of whatever case: changing one, or taking one away,
shows. The messages themselves expire as all others do; a capsule ends six months after the decision (domain 10.1).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, and_, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage
from server.chat.stored import Stored, alive, fetch
from server.core import clock
from server.core.database import new_id
from server.core.models import FileBlob, Material, User
from server.core.site import Site
from server.moderation.copies import Copy, key
from server.moderation.models import AT_WORK, Capsule, Case, CaseState, CaseStep, Target
from server.moderation.wire import EvidenceMaterial, EvidenceMessage, EvidencePart
from server.rooms.reportables import Written

AROUND = 10
"""Messages before and after the reported one."""
OPEN_FOR = timedelta(hours=1)
CHAIN_LOCK = 0x6361_7073
"""PostgreSQL's advisory lock for the end of the chain."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[EvidenceMessage] | EvidenceMaterial)


async def seal(site: Site, db: AsyncSession, case: Case) -> bool:
    """Seal what belongs to the case and is not sealed yet, in the caller's transaction, which has locked the case;
    whether there was anything."""
    messages = await _around(db, case)
    sealed = {(message.id, message.sha256) for part in await _read(site, db, case.id) for message in part.messages}
    new = [message for message in messages if (message.id, message.sha256) not in sealed]
    if new:
        await _append(site, db, case, _encoder.encode(new), new_id())
    return bool(new)


async def seal_written(site: Site, db: AsyncSession, case: Case, written: Written) -> bool:
    """Seal a reported text of another feature, as it reads now, in the form of a message."""
    name = await db.scalar(select(User.display_name).where(User.id == written.author))
    said = [str(case.target_id), str(written.author), written.text]
    one = EvidenceMessage(
        id=case.target_id,
        seq=0,
        author=written.author,
        author_name=name or "",
        text=written.text,
        earlier=[],
        state=written.state,
        created_at=written.written_at,
        edited_at=None,
        sha256=hashlib.sha256(_encoder.encode(said)).hexdigest(),
    )
    if any(message.sha256 == one.sha256 for part in await _read(site, db, case.id) for message in part.messages):
        return False
    await _append(site, db, case, _encoder.encode([one]), new_id())
    return True


async def seal_material(site: Site, db: AsyncSession, case: Case, copy: Copy) -> bool:
    """Seal what a reported or linked material shows, unless the case has it: it is what it was until it is deleted."""
    if _shows(await _read(site, db, case.id), copy.material.id):
        return False
    if copy.file is not None:
        db.add(copy.file)
        await db.flush()
    await _append(site, db, case, _encoder.encode(copy.material), copy.capsule, copy.file)
    return True


async def has_copy(site: Site, target: Target, target_id: UUID, material: UUID) -> bool:
    """Whether somebody works on a case about this, and what the material shows is sealed in it."""
    at_work = (Case.target_type == target, Case.target_id == target_id, Case.state.in_(AT_WORK - {CaseState.APPEALED}))
    async with site.database.read() as db:
        case = await db.scalar(select(Case.id).where(*at_work))
        return case is not None and _shows(await _read(site, db, case), material)


def _shows(parts: Sequence[EvidencePart], material: UUID) -> bool:
    return any(part.material is not None and part.material.id == material for part in parts)


async def uses(site: Site, file: UUID) -> bool:
    """Whether a sealed part has this file."""
    async with site.database.read() as db:
        return await db.scalar(select(Capsule.id).where(Capsule.file_id == file)) is not None


async def _append(
    site: Site, db: AsyncSession, case: Case, plain: bytes, capsule_id: UUID, file: FileBlob | None = None
) -> None:
    """Put a part at the end of the chain, which nobody else adds to until the transaction is over."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = await db.scalar(select(Capsule).order_by(Capsule.position.desc()).limit(1))
    capsule = Capsule(
        id=capsule_id,
        case_id=case.id,
        position=last.position + 1 if last else 1,
        digest=hashlib.sha256(plain).digest(),
        sealed_at=clock.now(),
        file_id=file.id if file else None,
    )
    nonce = os.urandom(12)
    capsule.content = nonce + AESGCM(key(site, b"seal")).encrypt(nonce, plain, capsule.id.bytes)
    capsule.mac = _mac(site, capsule, last.mac if last else b"")
    db.add(capsule)
    db.add(CaseStep(case_id=case.id, author_id=None, kind="evidence_sealed", data={"sha256": capsule.digest.hex()}))
    await db.flush()


def _mac(site: Site, capsule: Capsule, before: bytes) -> bytes:
    """Over everything that must not change and the link before: position, identity, digest, instant."""
    said = b"|".join(
        (
            before,
            str(capsule.position).encode(),
            capsule.id.bytes,
            capsule.digest,
            capsule.sealed_at.isoformat().encode(),
        )
    )
    return hmac.digest(key(site, b"chain"), said, "sha256")


async def _around(db: AsyncSession, case: Case) -> list[EvidenceMessage]:
    """The reported message with its neighbours, whoever may read them."""
    found = await fetch(db, ChatMessage.id == case.target_id, alive())
    if not found:
        return []
    target = found[0]
    here = (ChatMessage.room_id == target.room_id, alive())
    neighbours = await fetch(db, *here, ChatMessage.seq >= target.seq - AROUND, ChatMessage.seq <= target.seq + AROUND)
    names: dict[UUID, str] = dict(
        (
            await db.execute(
                select(User.id, User.display_name).where(User.id.in_({one.author_id for one in neighbours}))
            )
        ).all()
    )
    linked = await _materials(db, {one.material_id for one in neighbours if one.material_id})
    return [
        _sealed(one, names.get(one.author_id, ""), linked.get(one.material_id) if one.material_id else None)
        for one in neighbours
    ]


async def _materials(db: AsyncSession, ids: set[UUID]) -> dict[UUID, EvidenceMaterial]:
    if not ids:
        return {}
    query = select(Material, FileBlob.sha256).outerjoin(FileBlob, FileBlob.id == Material.file_id)
    return {
        material.id: EvidenceMaterial(
            id=material.id,
            kind=material.kind.value,
            title=material.title,
            alt_text=material.alt_text,
            owner=material.owner_id,
            url=material.url,
            sha256=sha256,
        )
        for material, sha256 in await db.execute(query.where(Material.id.in_(ids)))
    }


def _sealed(stored: Stored, name: str, material: EvidenceMaterial | None) -> EvidenceMessage:
    said: list[Any] = [str(stored.id), str(stored.author_id), stored.body, stored.earlier or [], stored.state.value]
    if stored.material_id:
        said.append(str(stored.material_id))
    return EvidenceMessage(
        id=stored.id,
        seq=stored.seq,
        author=stored.author_id,
        author_name=name,
        text=stored.body,
        earlier=stored.earlier or [],
        state=stored.state.value,
        created_at=stored.created_at,
        edited_at=stored.edited_at,
        sha256=hashlib.sha256(_encoder.encode(said)).hexdigest(),
        material=material,
    )


async def read(site: Site, db: AsyncSession, case: UUID) -> list[EvidencePart]:
    """The parts of a case, each with whether it and its place in the chain are as they were sealed."""
    return await _read(site, db, case)


async def _read(site: Site, db: AsyncSession, case: UUID) -> list[EvidencePart]:
    capsules = (await db.scalars(select(Capsule).where(Capsule.case_id == case).order_by(Capsule.position))).all()
    before: dict[int, bytes] = dict(
        (
            await db.execute(
                select(Capsule.position, Capsule.mac).where(Capsule.position.in_([c.position - 1 for c in capsules]))
            )
        ).all()
    )
    return [_opened(site, capsule, before.get(capsule.position - 1)) for capsule in capsules]


def _opened(site: Site, capsule: Capsule, before: bytes | None) -> EvidencePart:
    plain = b"[]"
    intact = capsule.content is not None and (before is not None or capsule.position == 1)
    if capsule.content is not None:
        try:
            plain = AESGCM(key(site, b"seal")).decrypt(capsule.content[:12], capsule.content[12:], capsule.id.bytes)
        except InvalidTag:
            intact = False
    intact = intact and hashlib.sha256(plain).digest() == capsule.digest
    intact = intact and hmac.compare_digest(_mac(site, capsule, before or b""), capsule.mac)
    said = _decoder.decode(plain)
    return EvidencePart(
        position=capsule.position,
        sealed_at=capsule.sealed_at,
        sha256=capsule.digest.hex(),
        intact=intact,
        messages=[] if isinstance(said, EvidenceMaterial) else said,
        material=said if isinstance(said, EvidenceMaterial) else None,
        file=capsule.id if capsule.file_id else None,
    )


async def seal_what_came_after(site: Site) -> int:
    """What was written after a report, up to ten messages, and edits meanwhile: looked for while a case is young."""
    young = select(Case.id).where(
        Case.target_type == Target.MESSAGE,
        Case.state.in_(AT_WORK),
        Case.created_at > clock.now() - timedelta(days=1),
    )
    async with site.database.read() as db:
        cases = list(await db.scalars(young))
    grown = 0
    for case_id in cases:
        async with site.database.write() as db:
            # Locked: another process looks at the same time, and the same must not be sealed twice.
            case = await db.get(Case, case_id, with_for_update=True)
            grown += case is not None and await seal(site, db, case)
    return grown


def past_their_time() -> ColumnElement[bool]:
    """Capsules whose case was decided six months ago, or is gone with its space."""
    over = select(Case.id).where(Case.expires_at <= clock.now())
    return and_(Capsule.content.is_not(None), or_(Capsule.case_id.is_(None), Capsule.case_id.in_(over)))


async def chain_is_whole(site: Site) -> bool:
    """Whether every link of the whole chain fits the one before it, also where the content is gone in time."""
    before, position = b"", 0
    async with site.database.read() as db:
        capsules = await db.stream_scalars(select(Capsule).order_by(Capsule.position))
        async for capsule in capsules:
            position += 1
            if capsule.position != position or not hmac.compare_digest(_mac(site, capsule, before), capsule.mac):
                return False
            before = capsule.mac
    return True
