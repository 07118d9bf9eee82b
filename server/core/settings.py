"""Everything an operator can set, read from the environment once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any, get_type_hints


@dataclass(frozen=True)
class Settings:
    """One value per environment variable of the same name in capitals; docs/operations.md explains each."""

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    """Address people type, with scheme; empty means whatever address the request came to."""
    database_url: str = ""
    """SQLAlchemy address; empty means SQLite in the data folder."""
    redis_url: str = ""
    """Empty means the in-process bus: one server process only."""
    data_dir: Path = Path("data")
    secret_key: str = ""
    """Signs and seals; empty means one made at first start and kept in the data folder."""
    trusted_proxies: str = ""
    """Comma-separated addresses whose X-Forwarded-* headers are believed."""
    processes: int = 1
    """Server processes on this machine; more than one needs Redis."""
    tls: str = "auto"
    """auto: TLS when other machines can reach us, with a certificate of our own making; off: a proxy does it."""
    tls_cert: str = ""
    """PEM file of a certificate (with its chain) to use instead of our own."""
    tls_key: str = ""
    """PEM file of its key; empty means that it is in TLS_CERT."""
    media_control: str = ""
    """Where the media worker listens for orders: unix:PATH or tcp:HOST:PORT; empty means a socket in data_dir."""
    media_port: int = 0
    """UDP port of the media worker; 0 lets the system choose."""
    media_addresses: str = ""
    """Comma-separated addresses announced to browsers for media; empty means the host's own."""
    turn_url: str = ""
    turn_secret: str = ""
    oidc_issuer: str = ""
    """EU Login (or another OpenID Connect provider) by discovery; empty switches it off."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    smtp_url: str = ""
    """Mail server: smtp://user:password@host:587 or smtps://…; empty keeps letters in a local mailbox."""
    mail_from: str = "TwinSpace Live <no-reply@localhost>"
    push_services: str = ""
    """Comma-separated origins (https://push.example) of push services beside those of the browsers' makers; off: no
    pushes."""
    film_nice: int = 15
    """How far the making of films stands back behind everything else; 19: only when nobody else wants to run."""
    film_copies: int = 1
    """1: films may be copied as MP4, with the encoder that PyAV brings; 0: not."""
    log_level: str = "info"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read every field from the variable of the same name; raises ValueError naming a bad one."""
        hints = get_type_hints(cls)
        values: dict[str, Any] = {}
        for field in fields(cls):
            text = environment.get(field.name.upper(), "").strip()
            if not text:
                continue
            try:
                values[field.name] = hints[field.name](text)
            except ValueError:
                raise ValueError(
                    f"{field.name.upper()} is {text!r}, which is no {hints[field.name].__name__}"
                ) from None
        return cls(**values)

    @property
    def database(self) -> str:
        """The SQLAlchemy address in force, with the asynchronous driver named."""
        url = self.database_url or f"sqlite:///{self.data_dir / 'twinspace.db'}"
        for plain, driven in (
            ("postgresql:", "postgresql+asyncpg:"),
            ("postgres:", "postgresql+asyncpg:"),
            ("sqlite:", "sqlite+aiosqlite:"),
        ):
            if url.startswith(plain):
                return driven + url.removeprefix(plain)
        return url

    @property
    def address(self) -> str:
        """Where people find us, as letters say it."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def sender(self) -> str:
        """The bare address that letters come from."""
        return parseaddr(self.mail_from)[1]

    @property
    def control(self) -> str:
        """The media worker's control address in force."""
        return self.media_control or f"unix:{self.data_dir / 'media.sock'}"

    @property
    def recordings(self) -> Path:
        """Where the packets of recorded conferences lie; servers and media workers share it."""
        return self.data_dir / "recordings"

    def secret(self) -> bytes:
        """The secret key, made and kept with owner-only rights when the operator gave none."""
        if self.secret_key:
            return self.secret_key.encode()
        path = self.data_dir / "secret.key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text().strip().encode()
