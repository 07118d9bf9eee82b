"""What a reported material shows, copied when it is reported: whoever shared it may delete it afterwards.

The bytes are encrypted into a file of their own, which belongs to the evidence and goes with it. What they were stands
in the sealed part by its hash.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
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

SEALED = "application/octet-stream"


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


def _encrypted(site: Site, capsule: UUID, blob: FileBlob) -> FileBlob:
    plain = blobs.path_of(site, blob.storage_key).read_bytes()
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(key(site, b"file")).encrypt(nonce, plain, capsule.bytes)
    return blobs.keep(site, sealed, SEALED)


async def bytes_of(site: Site, case: Case, capsule: UUID, material: EvidenceMaterial) -> bytes:
    """What a sealed material showed: exactly that, or a refusal."""
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
        return await asyncio.to_thread(_decrypted, site, capsule, stored, material.sha256)
    except FileNotFoundError:
        raise not_found("file") from None
    except InvalidTag:
        raise UserError("evidence_changed", "This file is not what was sealed.") from None


def _decrypted(site: Site, capsule: UUID, stored: str, sha256: str | None) -> bytes:
    sealed = blobs.path_of(site, stored).read_bytes()
    plain = AESGCM(key(site, b"file")).decrypt(sealed[:12], sealed[12:], capsule.bytes)
    if hashlib.sha256(plain).hexdigest() != sha256:
        raise InvalidTag
    return plain
