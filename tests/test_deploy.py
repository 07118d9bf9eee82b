"""What is published to the world, and what the relay refuses (T19, T25)."""

import ipaddress
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.core.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
TURN = (ROOT / "deploy" / "turnserver.conf").read_text()

SPECIAL = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::1/128",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
]


def test_only_443_media_and_turn_are_published() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {
        "proxy": ["443:443"],
        "media": ["${MEDIA_PORT:-7882}:${MEDIA_PORT:-7882}/udp"],
        "turn": ["3478:3478/udp", "3478:3478/tcp"],
    }


def test_the_database_and_redis_are_on_no_network_that_leads_out() -> None:
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert all(SERVICES[name]["networks"] == ["back"] for name in ("postgres", "redis", "migrate"))
    assert "back" not in SERVICES["media"]["networks"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_service_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


def test_every_secret_comes_from_the_environment() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in re.findall(r"(\w*(?:SECRET|PASSWORD|SECRET_KEY)\w*): (.+)", text):
        assert name[1].startswith("${"), name
    filled = re.findall(r"^(\w*(?:SECRET|PASSWORD)\w*)=(.+)$", (ROOT / "deploy/example.env").read_text(), re.MULTILINE)
    assert filled == []


def test_every_setting_reaches_the_servers_but_those_that_the_image_decides() -> None:
    image = {"HOST", "PORT", "TLS", "TLS_CERT", "TLS_KEY", "DATA_DIR", "PROCESSES"}
    handed_on = COMPOSE["x-twinspace"]["environment"]
    assert set(handed_on) == {field.name.upper() for field in fields(Settings)} - image
    chosen = set(re.findall(r"\$\{(\w+)", " ".join(handed_on.values())))
    named = set(re.findall(r"^(\w+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    assert chosen <= named


def test_the_relay_is_new_enough_and_relays_no_tcp() -> None:
    version = re.fullmatch(r"coturn/coturn:(\d+)\.(\d+)", SERVICES["turn"]["image"])
    assert version
    assert tuple(map(int, version.groups())) >= (4, 17)
    assert {"no-tcp-relay", "use-auth-secret", "no-multicast-peers", "no-cli"} <= set(TURN.splitlines())


@pytest.mark.parametrize("special", SPECIAL)
def test_the_relay_refuses_special_addresses_by_name(special: str) -> None:
    network = ipaddress.ip_network(special)
    ranges = [line.partition("=")[2].split("-") for line in TURN.splitlines() if line.startswith("denied-peer-ip=")]
    everything = {"0.0.0.0", "::"}
    named = [
        (ipaddress.ip_address(one[0]), ipaddress.ip_address(one[-1]))
        for one in ranges
        if not (one[0] in everything and one[-1].startswith(("255.255", "ffff:")))
    ]
    assert any(
        first.version == network.version and first <= network[0] and network[-1] <= last for first, last in named
    )
