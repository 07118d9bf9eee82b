"""Seals a push for one browser, so that the service between reads nothing of it (RFC 8291, aes128gcm of RFC 8188)."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096
"""One record is all there is (RFC 8291, section 4)."""
LONGEST = RECORD - 86 - 17
"""What is left of it beside header, delimiter and tag."""
AUTH_BYTES = 16
POINT_BYTES = 65


def raw(public: ec.EllipticCurvePublicKey) -> bytes:
    """The point as it travels: 65 bytes, not compressed."""
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_point(p256dh: bytes) -> bool:
    """Whether these bytes are a key that something can be sealed for."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, p256dh)
    except ValueError:
        return False
    return len(p256dh) == POINT_BYTES


def seal(
    plain: bytes,
    p256dh: bytes,
    auth: bytes,
    salt: bytes | None = None,
    sender: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of the request; salt and sender are new each time, unless a test names them."""
    assert len(plain) <= LONGEST
    salt, sender = salt or os.urandom(16), sender or ec.generate_private_key(CURVE)
    public = raw(sender.public_key())
    shared = sender.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, p256dh))
    secret = _derive(shared, auth, b"WebPush: info\0" + p256dh + public, 32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, plain + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(public)]) + public + sealed


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
