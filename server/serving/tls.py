"""A certificate of the machine's own, for classrooms: browsers give camera and microphone to secure pages only."""

import ipaddress
import socket
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.core import clock
from server.core.settings import Settings
from server.serving.addresses import is_loopback, local_addresses

LIFE = timedelta(days=397)
"""Browsers refuse server certificates that live longer than 398 days."""
RENEWED_BEFORE = timedelta(days=30)


def certificate(settings: Settings) -> tuple[Path, Path] | None:
    """Certificate and key to serve with; None for plain HTTP: on loopback, or behind a proxy that does TLS."""
    if settings.tls_cert:
        return Path(settings.tls_cert), Path(settings.tls_key or settings.tls_cert)
    if settings.tls == "off" or is_loopback(settings.host):
        return None
    return own_certificate(settings.data_dir / "tls", [settings.host, *local_addresses()])


def own_certificate(folder: Path, hosts: list[str]) -> tuple[Path, Path]:
    """The kept certificate, or a new one when it is about to end or an address of the machine is not in it."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    names = _names(hosts)
    if not (key.exists() and cert.exists() and _serves(cert, names)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(cert, key, names)
    return cert, key


def _names(hosts: list[str]) -> list[x509.GeneralName]:
    machine = socket.gethostname().split(".")[0].lower() or "localhost"
    dns = ["localhost", machine, f"{machine}.local"]
    ips: list[str] = ["127.0.0.1", "::1"]
    for host in hosts:
        try:
            if not ipaddress.ip_address(host).is_unspecified:
                ips.append(host)
        except ValueError:
            dns.append(host)
    return [
        *(x509.DNSName(name) for name in dict.fromkeys(dns)),
        *(x509.IPAddress(ipaddress.ip_address(ip)) for ip in dict.fromkeys(ips)),
    ]


def _serves(cert: Path, names: list[x509.GeneralName]) -> bool:
    try:
        kept = x509.load_pem_x509_certificate(cert.read_bytes())
        there = kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    return kept.not_valid_after_utc - clock.now() > RENEWED_BEFORE and set(names) <= set(there)


def _make(cert: Path, key: Path, names: list[x509.GeneralName]) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TwinSpace Live")])
    now = clock.now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    key.unlink(missing_ok=True)
    key.touch(mode=0o600)
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    cert.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
