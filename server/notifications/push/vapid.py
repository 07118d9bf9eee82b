"""Says to a push service who sends (VAPID, RFC 8292). The key follows from SECRET_KEY, so that all processes have the
same one and nothing more has to be kept."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from email.utils import parseaddr
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.core import clock
from server.core.settings import Settings
from server.notifications.push.encrypting import CURVE, raw

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (SEC 2): private keys are the numbers below it."""
PURPOSE = b"web push, signing key"
GOOD_FOR = 12 * 3600
"""Seconds; a service refuses more than a day (RFC 8292, section 2)."""


def plain(data: bytes) -> str:
    """Base64 for addresses, without filling."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Signer:
    """The one who sends pushes, to every service the same."""

    def __init__(self, settings: Settings) -> None:
        # More bytes than the key has: the remainder is then as good as evenly spread.
        number = int.from_bytes(HKDF(SHA256(), 48, None, PURPOSE).derive(settings.secret()), "big")
        self._key = ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)
        self._contact = _contact(settings)
        self.public = plain(raw(self._key.public_key()))
        """The browser's `applicationServerKey`: nobody else can push to what it subscribes."""

    def authorization(self, endpoint: str) -> str:
        """The header for one request: a signed token for this service only."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(clock.now().timestamp()) + GOOD_FOR,
            "sub": self._contact,
        }
        said = ".".join(plain(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
        r, s = decode_dss_signature(self._key.sign(said.encode(), ec.ECDSA(SHA256())))
        return f"vapid t={said}.{plain(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={self.public}"


def _contact(settings: Settings) -> str:
    """Whom a service may write to when something is wrong with our pushes."""
    _, address = parseaddr(settings.mail_from)
    if address and not address.endswith("@localhost"):
        return f"mailto:{address}"
    return settings.public_url if settings.public_url.startswith("https://") else "mailto:no-reply@localhost"
