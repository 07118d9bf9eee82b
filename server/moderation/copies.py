"""What a reported material or recording shows, copied when it is reported: its owner may delete it afterwards.

The bytes are encrypted into a file of their own, which belongs to the evidence and goes with it. What they were stands
in the sealed part by its hash.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select

from server.core import blobs
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.models import FileBlob, Folder, Material, User
from server.core.site import Site
from server.moderation.models import Capsule, Case
from server.moderation.wire import EvidenceMaterial
from server.rooms.reportables import Shown

SEALED = "application/octet-stream"
NONCE, TAG = 12, 16
PIECE = 1 << 20


@dataclass(frozen=True)
class Copy:
    """A material as it was, for the capsule of this id; of a video its address is all there is."""

    capsule: UUID
    material: EvidenceMaterial
    file: FileBlob | None


def key(site: Site, purpose: bytes) -> bytes:
    """One key for each purpose, from the secret that the operator keeps."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"twinspace evidence " + purpose).derive(
        site.settings.secret()
    )


async def copied(site: Site, space: UUID, material: UUID) -> Copy:
    """Copy one of this space; the row of the file is the caller's to add, or the file to forget."""
    query = (
        select(Material, FileBlob, User.display_name)
        .join(Folder, Folder.id == Material.folder_id)
        .join(User, User.id == Material.owner_id)
        .outerjoin(FileBlob, FileBlob.id == Material.file_id)
        .where(Material.id == material, Folder.space_id == space)
    )
    async with site.database.read() as db:
        row = (await db.execute(query)).first()
    if row is None:
        raise not_found("material")
    found, blob, owner = row
    capsule = new_id()
    try:
        file = await asyncio.to_thread(_encrypted, site, capsule, blob) if blob else None
    except FileNotFoundError:
        # Deleted this moment.
        raise not_found("material") from None
    shown = EvidenceMaterial(
        id=found.id,
        kind=found.kind.value,
        title=found.title,
        alt_text=found.alt_text,
        owner=found.owner_id,
        owner_name=owner,
        url=found.url,
        sha256=blob.sha256 if blob else None,
        mime=blob.mime if blob else None,
        added_at=found.created_at,
    )
    return Copy(capsule, shown, file)


async def copied_file(site: Site, one: Shown) -> Copy:
    """Copy what another feature shows that can be reported."""
    capsule = new_id()
    try:
        file = await asyncio.to_thread(_encrypted, site, capsule, one.file) if one.file is not None else None
    except FileNotFoundError:
        raise not_found("file") from None
    shown = EvidenceMaterial(
        id=one.id,
        kind="file",
        title=one.title,
        alt_text="",
        owner=one.owner,
        owner_name=one.owner_name,
        url=None,
        sha256=one.file.sha256 if one.file else None,
        mime=one.file.mime if one.file else None,
        added_at=one.added_at,
    )
    return Copy(capsule, shown, file)


def _encrypted(site: Site, capsule: UUID, blob: FileBlob) -> FileBlob:
    """Piece by piece: a film need not fit into memory."""
    nonce = os.urandom(NONCE)
    sealing = Cipher(AES256(key(site, b"file")), GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(capsule.bytes)
    path = blobs.folder_of(site) / "incoming" / capsule.hex
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with blobs.path_of(site, blob.storage_key).open("rb") as plain, path.open("xb") as sealed:
            sealed.write(nonce)
            while piece := plain.read(PIECE):
                sealed.write(sealing.update(piece))
            sealed.write(sealing.finalize() + sealing.tag)
        return blobs.keep(site, path, SEALED)
    finally:
        path.unlink(missing_ok=True)


async def bytes_of(site: Site, case: Case, capsule: UUID, material: EvidenceMaterial) -> Iterator[bytes]:
    """What a sealed material showed, piece by piece: exactly that, or a refusal."""
    query = (
        select(FileBlob.storage_key)
        .join(Capsule, Capsule.file_id == FileBlob.id)
        .where(Capsule.id == capsule, Capsule.case_id == case.id)
    )
    async with site.database.read() as db:
        stored = await db.scalar(query)
    if stored is None:
        raise not_found("file")
    try:
        await asyncio.to_thread(_verify, site, capsule, stored, material.sha256)
        return _decrypted(site, capsule, stored)
    except FileNotFoundError:
        raise not_found("file") from None
    except InvalidTag:
        raise UserError("evidence_changed", "This file is not what was sealed.") from None


def _verify(site: Site, capsule: UUID, stored: str, sha256: str | None) -> None:
    """Read all of it once: nobody is given a piece before all of them are known to be what was sealed."""
    digest = hashlib.sha256()
    for piece in _decrypted(site, capsule, stored):
        digest.update(piece)
    if digest.hexdigest() != sha256:
        raise InvalidTag


def _decrypted(site: Site, capsule: UUID, stored: str) -> Iterator[bytes]:
    path = blobs.path_of(site, stored)
    left = path.stat().st_size - NONCE - TAG
    with path.open("rb") as sealed:
        nonce = sealed.read(NONCE)
        sealed.seek(-TAG, os.SEEK_END)
        opening = Cipher(AES256(key(site, b"file")), GCM(nonce, sealed.read(TAG))).decryptor()
        opening.authenticate_additional_data(capsule.bytes)
        sealed.seek(NONCE)
        while left > 0 and (piece := sealed.read(min(PIECE, left))):
            left -= len(piece)
            yield opening.update(piece)
        yield opening.finalize()
