"""A push service that checks who sends (RFC 8292), and browsers that open what came (RFC 8291)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core import clock
from tests.live import serving

CURVE = ec.SECP256R1()


def text_of(data: bytes) -> str:
    """Base64 for addresses, without filling."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """And back."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """One that asked its push service for a subscription."""

    origin: str
    name: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self) -> dict[str, str]:
        """What it gives to the page."""
        endpoint = f"{self.origin}/push/{self.name}"
        return {"endpoint": endpoint, "p256dh": text_of(self.public), "auth": text_of(self.auth)}

    def open(self, body: bytes) -> dict[str, Any]:
        """What was pushed, step by step as in RFC 8291, section 3.4."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert size >= len(body)
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        secret = _hkdf(shared, self.auth, b"WebPush: info\x00" + self.public + sender, 32)
        key = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _hkdf(secret, salt, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert plain.endswith(b"\x02")
        return json.loads(plain[:-1])


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


@dataclass
class Pushed:
    """One request that the service took or refused."""

    browser: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class PushService:
    """What a test may bend: what it answers."""

    origin: str = ""
    answers: list[int] = field(default_factory=list[int])
    """Said one after the other; 201 when there is none left."""
    retry_after: str = ""
    redirect: str = ""
    asked: list[Pushed] = field(default_factory=list[Pushed])
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def browser(self) -> Browser:
        return Browser(self.origin)

    async def take(self, request: Request) -> Response:
        body = await request.body()
        status = self.answers.pop(0) if self.answers else 201
        headers = {"retry-after": self.retry_after} if self.retry_after else {}
        if self.redirect:
            headers["location"] = self.redirect
        async with self.news:
            self.asked.append(Pushed(request.path_params["name"], request.headers, body))
            self.news.notify_all()
        return Response("x" * 100, status, headers=headers)

    async def heard(self, number: int = 1) -> list[Pushed]:
        """Wait until so many came."""
        async with asyncio.timeout(30), self.news:
            await self.news.wait_for(lambda: len(self.asked) >= number)
        return self.asked

    def sender_of(self, pushed: Pushed) -> dict[str, Any]:
        """The claims of whoever signed it, checked as a service does; and by which key."""
        scheme, _, rest = pushed.headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        point = bytes_of(parts["k"])
        key = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": text_of(point[1:33]), "y": text_of(point[33:])})
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"]).claims
        now = clock.now().timestamp()
        assert scheme == "vapid"
        assert claims["aud"] == self.origin
        assert now < claims["exp"] <= now + 24 * 3600
        return claims | {"k": parts["k"]}


@contextlib.asynccontextmanager
async def push_service(port: int = 0) -> AsyncGenerator[PushService]:
    """Serve on a free port, or on this one."""
    service = PushService()
    app = Starlette(routes=[Route("/push/{name}", service.take, methods=["POST"])])
    async with serving(app, port) as origin:
        service.origin = origin
        yield service
