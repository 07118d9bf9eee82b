"""The machine's own certificate: good for every address it has, kept, renewed in time."""

import ssl
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from server.core import clock
from server.core.settings import Settings
from server.serving import qr
from server.serving.addresses import for_media, is_loopback, local_addresses, reachable
from server.serving.tls import certificate, own_certificate


def names_in(cert: Path) -> set[str]:
    there = x509.load_pem_x509_certificate(cert.read_bytes())
    names = there.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


def test_it_names_localhost_and_every_address_of_the_machine(tmp_path: Path) -> None:
    pair = certificate(Settings(host="0.0.0.0", data_dir=tmp_path))
    assert pair is not None
    assert names_in(pair[0]) >= {"localhost", "127.0.0.1", *local_addresses()}


def test_a_tls_server_accepts_it_and_others_cannot_read_its_key(tmp_path: Path) -> None:
    cert, key = own_certificate(tmp_path / "tls", ["192.0.2.7"])
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_it_is_kept_between_starts_and_made_anew_for_a_new_address(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, ["192.0.2.7"])[0].read_bytes()
    assert own_certificate(tmp_path, ["192.0.2.7"])[0].read_bytes() == first
    cert, _ = own_certificate(tmp_path, ["192.0.2.8"])
    assert "192.0.2.8" in names_in(cert)


def test_it_is_renewed_before_it_ends(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, [])[0].read_bytes()
    with clock.frozen(clock.now() + timedelta(days=380)):
        assert own_certificate(tmp_path, [])[0].read_bytes() != first


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_is_served_without_tls(host: str, tmp_path: Path) -> None:
    assert is_loopback(host)
    assert certificate(Settings(host=host, data_dir=tmp_path)) is None


def test_a_proxy_may_do_the_tls_and_an_operator_may_bring_a_certificate(tmp_path: Path) -> None:
    settings = Settings(host="0.0.0.0", data_dir=tmp_path, tls="off")
    assert certificate(settings) is None
    assert certificate(replace(settings, tls_cert="c.pem", tls_key="k.pem")) == (Path("c.pem"), Path("k.pem"))


def test_media_is_announced_where_the_client_can_reach_it() -> None:
    assert for_media("0.0.0.0", "") == reachable("0.0.0.0")
    assert for_media("192.0.2.7", "") == ["192.0.2.7"]
    assert for_media("127.0.0.1", "")[0] == "127.0.0.1"
    assert for_media("0.0.0.0", "198.51.100.1, 198.51.100.2") == ["198.51.100.1", "198.51.100.2"]


def test_the_qr_code_is_drawn_with_blocks() -> None:
    drawn = qr.picture("https://192.0.2.7:8000")
    assert len(drawn.splitlines()) > 10
    assert "▀" in drawn or "▄" in drawn
