"""Says in plain words what is wrong with a configuration, before a lesson finds out."""

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from server import migrations
from server.core import clock
from server.core.settings import Settings

SHORTEST_SECRET = 32

Check = Callable[[Settings], str | None]


def problems(settings: Settings) -> list[str]:
    """One sentence per thing that is wrong."""
    found = [check(settings) for check in CHECKS]
    return [problem for problem in found if problem]


def _data_folder(settings: Settings) -> str | None:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return f"The data folder {folder} cannot be written to: {error.strerror}."
    return None


def _secret(settings: Settings) -> str | None:
    if settings.secret_key:
        if len(settings.secret_key) < SHORTEST_SECRET:
            return f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters: make one with `openssl rand -base64 48`."
        return None
    path = settings.data_dir / "secret.key"
    if path.exists() and path.stat().st_mode & 0o077:
        return f"{path} can be read by others: `chmod 600 {path}`."
    return None


def database_problem(settings: Settings) -> str | None:
    """What keeps the database from being served from."""
    try:
        url = make_url(settings.database)
    except ArgumentError as error:
        return f"DATABASE_URL is not understood: {error}"
    where = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return f"The database {where} is not there yet: run `twinspace migrate`."
    try:
        is_current = migrations.is_current(settings.database)
    except (SQLAlchemyError, OSError, ValueError) as error:
        return f"The database {where} does not answer: {error}"
    return None if is_current else f"The database {where} is not migrated to this version: run `twinspace migrate`."


def _redis(settings: Settings) -> str | None:
    if not settings.redis_url:
        return "Several PROCESSES need REDIS_URL." if settings.processes > 1 else None
    try:
        with Redis.from_url(settings.redis_url, socket_connect_timeout=3, socket_timeout=3) as redis:  # pyright: ignore[reportUnknownMemberType]
            redis.ping()  # pyright: ignore[reportUnknownMemberType]
    except ValueError as error:
        return f"REDIS_URL is not understood: {error}"
    except (RedisError, OSError) as error:
        return f"Redis does not answer: {error}"
    return None


def _ports(settings: Settings) -> str | None:
    wanted = ((socket.SOCK_STREAM, settings.port, "PORT"), (socket.SOCK_DGRAM, settings.media_port, "MEDIA_PORT"))
    for kind, port, name in wanted:
        if not port:
            continue
        with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, port))
            except OSError as error:
                return f"{name} {port} cannot be used on {settings.host}: {error.strerror}. Is it served already?"
    return None


def _tls(settings: Settings) -> str | None:
    if settings.tls not in ("auto", "off"):
        return f"TLS is {settings.tls!r}; it may be auto or off."
    for name, path in (("TLS_CERT", settings.tls_cert), ("TLS_KEY", settings.tls_key)):
        if path and not os.access(path, os.R_OK):
            return f"{name} names {path}, which cannot be read."
    if not settings.tls_cert:
        return "TLS_KEY is set without TLS_CERT." if settings.tls_key else None
    try:
        cert = x509.load_pem_x509_certificate(Path(settings.tls_cert).read_bytes())
    except ValueError:
        return f"TLS_CERT names {settings.tls_cert}, which holds no certificate in PEM form."
    left = cert.not_valid_after_utc - clock.now()
    if left < timedelta():
        return f"The certificate in {settings.tls_cert} has ended."
    return f"The certificate in {settings.tls_cert} ends in {left.days} days." if left < timedelta(days=7) else None


def _public_url(settings: Settings) -> str | None:
    if not settings.public_url:
        return None
    parts = urlsplit(settings.public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        return f"PUBLIC_URL is {settings.public_url!r}; it must look like https://live.example.org, with no path."
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        return "PUBLIC_URL is not https: browsers give no camera to such a page."
    return None


def _pairs(settings: Settings) -> str | None:
    if bool(settings.turn_url) != bool(settings.turn_secret):
        return "TURN_URL and TURN_SECRET belong together: one of them is empty."
    if settings.oidc_issuer and not (settings.oidc_client_id and settings.oidc_client_secret):
        return "OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET."
    return None


CHECKS: tuple[Check, ...] = (_data_folder, _secret, database_problem, _redis, _ports, _tls, _public_url, _pairs)
