"""`twinspace check` says what is wrong in words that an operator can act on."""

import socket
from pathlib import Path

import pytest

from server.core.settings import Settings
from server.serving.checkup import problems
from server.serving.tls import own_certificate
from tests import services


@pytest.fixture
def good(migrated_sqlite: Path, tmp_path: Path) -> Settings:
    return Settings(port=0, database_url=f"sqlite:///{migrated_sqlite}", data_dir=tmp_path)


def changed(settings: Settings, **values: object) -> Settings:
    return Settings(**{**vars(settings), **values})


def test_nothing_is_wrong_with_a_good_configuration(good: Settings) -> None:
    assert problems(good) == []


def test_nothing_is_wrong_on_either_engine(database_url: str, tmp_path: Path) -> None:
    assert problems(Settings(port=0, database_url=database_url, data_dir=tmp_path)) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"database_url": "postgresql://nobody@127.0.0.1:1/none"}, "does not answer"),
        ({"database_url": "nonsense"}, "DATABASE_URL is not understood"),
        ({"database_url": "sqlite:////nowhere/at/all.db"}, "twinspace migrate"),
        ({"redis_url": "redis://127.0.0.1:1/0"}, "Redis does not answer"),
        ({"redis_url": "nonsense"}, "REDIS_URL is not understood"),
        ({"processes": 3}, "need REDIS_URL"),
        ({"secret_key": "short"}, "SECRET_KEY is shorter"),
        ({"tls": "maybe"}, "may be auto or off"),
        ({"tls_cert": "/nowhere.pem"}, "cannot be read"),
        ({"public_url": "live.example.org"}, "PUBLIC_URL is"),
        ({"public_url": "http://live.example.org"}, "no camera"),
        ({"turn_url": "turn:turn.example.org"}, "belong together"),
        ({"oidc_issuer": "https://login.example.org"}, "OIDC_CLIENT_ID"),
    ],
)
def test_each_fault_is_named(good: Settings, values: dict[str, object], words: str) -> None:
    found = problems(changed(good, **values))
    assert len(found) == 1
    assert words in found[0]


def test_a_password_in_an_address_is_never_shown(good: Settings) -> None:
    found = problems(changed(good, database_url="postgresql://u:s3cret@127.0.0.1:1/none"))
    assert "s3cret" not in found[0]


def test_a_database_that_was_never_migrated_is_named(good: Settings, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    assert "not migrated" in problems(changed(good, database_url=f"sqlite:///{empty}"))[0]


def test_a_port_in_use_is_named(good: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert "PORT" in problems(changed(good, port=other.getsockname()[1]))[0]


def test_a_media_port_in_use_is_named(good: Settings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        assert "MEDIA_PORT" in problems(changed(good, media_port=other.getsockname()[1]))[0]


def test_a_data_folder_that_is_no_folder_is_named(good: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written" in problems(changed(good, data_dir=tmp_path / "file"))[0]


def test_a_secret_that_others_can_read_is_named(good: Settings) -> None:
    good.secret()
    (good.data_dir / "secret.key").chmod(0o644)
    assert "can be read by others" in problems(good)[0]


def test_our_own_certificate_is_good(good: Settings, tmp_path: Path) -> None:
    cert, key = own_certificate(tmp_path / "tls", [])
    assert problems(changed(good, tls_cert=str(cert), tls_key=str(key))) == []


def test_a_running_redis_is_good(good: Settings, redis: services.Redis) -> None:
    assert problems(changed(good, redis_url=redis.url)) == []
