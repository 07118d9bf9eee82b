"""The servers of the media benchmark: our worker and Janus, each with one publisher and its subscribers connected."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from benchmarks.media_client import FINGERPRINT, Client, Remote
from benchmarks.media_load import ABS_SEND_TIME, MID, PICTURE, REPAIR, Publisher, Subscriber
from server.media import sdp, wire
from server.media.link import MediaLink

ROOT = Path(__file__).resolve().parent.parent
SSRC = 1001
STARTED_WITHIN = 20.0
UNUSED_PLUGINS = (
    "audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom", "videocall",
    "voicemail",
)  # fmt: skip
UNUSED_TRANSPORTS = ("mqtt", "nanomsg", "pfunix", "rabbitmq", "websockets")


def description(client: Client, address: str, direction: str, types: tuple[int, int] = (PICTURE, REPAIR)) -> str:
    """One section of VP8 with all feedback, as a browser offers or answers it."""
    picture, repair = types
    lines = [
        "v=0",
        f"o=- 1 1 IN IP4 {address}",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        f"m=video 9 UDP/TLS/RTP/SAVPF {picture} {repair}",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        f"a={direction}",
        "a=rtcp-mux",
        f"a=ice-ufrag:{client.ufrag}",
        f"a=ice-pwd:{client.password}",
        f"a=fingerprint:sha-256 {FINGERPRINT}",
        "a=setup:active",
        f"a=extmap:{ABS_SEND_TIME} {sdp.ABS_SEND_TIME}",
        f"a=extmap:{MID} {sdp.MID}",
        f"a=rtpmap:{picture} VP8/90000",
        *(f"a=rtcp-fb:{picture} {what}" for what in ("nack", "nack pli", "goog-remb")),
        f"a=rtpmap:{repair} rtx/90000",
        f"a=fmtp:{repair} apt={picture}",
    ]
    if direction == "sendonly":
        lines.append(f"a=ssrc:{SSRC} cname:publisher")
    lines += [f"a=candidate:1 1 udp 2113937151 {address} {client.port} typ host", "a=end-of-candidates"]
    return "\r\n".join(lines) + "\r\n"


def remote(text: str) -> Remote:
    """Where a server is, by its description."""
    host, port = _found(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", text).groups()
    ufrag, password = _found(r"a=ice-ufrag:(\S+)", text)[1], _found(r"a=ice-pwd:(\S+)", text)[1]
    return Remote((host, int(port)), ufrag, password, "a=ice-lite" in text)


def _found(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text, re.IGNORECASE)
    if found is None:
        raise SystemExit(f"a server's description lacks {pattern}:\n{text}")
    return found


class Server(ABC):
    """One server process, everybody connected to it."""

    name = ""
    process: subprocess.Popen[bytes]
    publisher: Publisher
    subscribers: list[Subscriber]

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.subscribers = []
        folder.mkdir()

    @abstractmethod
    def start(self) -> None:
        """Start the process and wait until it serves."""

    @abstractmethod
    def publish(self) -> None:
        """Connect the publisher."""

    @abstractmethod
    def subscribe(self) -> None:
        """Connect one more subscriber."""

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def keep_alive(self) -> None:
        """Let everybody consent to go on, and answer the server's own checks."""
        for client in (self.publisher.client, *(subscriber.client for subscriber in self.subscribers)):
            client.check()

    def _run(self, *command: str) -> None:
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    def _follow(self, client: Client, types: tuple[int, int], media: int) -> None:
        self.subscribers.append(Subscriber(client, len(self.subscribers), *types, media))


class Ours(Server):
    """The media worker with its pure Python backend."""

    name = "TwinSpace"

    def start(self) -> None:
        """Start the worker and its control connection."""
        control = f"unix:{self.folder / 'control'}"
        self._run(sys.executable, "-m", "server.media.worker", "--control", control, "--addresses", self.address)
        self._runner, self._room, self._user = asyncio.Runner(), uuid4(), uuid4()
        self._link = MediaLink(control, patience=STARTED_WITHIN)
        self._runner.run(self._link.start())
        self._runner.run(self._link.statistics())

    def publish(self) -> None:
        """Connect the publisher, its camera's gate open."""
        client = Client(self.address)
        peer = self._connect(client, self._user, "sendonly")[0]
        self._runner.run(self._link.set_gate(peer, microphone=False, camera=True, screen=False))
        self.publisher = Publisher(client, SSRC)

    def subscribe(self) -> None:
        """Connect a subscriber that watches the publisher's camera."""
        client = Client(self.address)
        peer, answer = self._connect(client, uuid4(), "recvonly")
        want = wire.Want("0", self._user, wire.Source.CAMERA, wire.Layer.HIGH)
        self._runner.run(self._link.watch_slots(peer, [want]))
        self._follow(client, (PICTURE, REPAIR), int(_found(r"a=ssrc:(\d+)", answer)[1]))

    def stop(self) -> None:
        """End the control connection and the process."""
        self._runner.run(self._link.close())
        self._runner.close()
        super().stop()

    def _connect(self, client: Client, user: UUID, direction: str) -> tuple[UUID, str]:
        peer = uuid4()
        offer = description(client, self.address, direction)
        answer = self._runner.run(self._link.open_peer(self._room, peer, user, offer))
        client.connect(remote(answer), controlling=True)
        return peer, answer


class Janus(Server):
    """Debian's Janus with its VideoRoom, as installed or with a number of event loops."""

    room = 1234

    def __init__(self, address: str, folder: Path, port: int, event_loops: int = 0) -> None:
        super().__init__(address, folder)
        self.name = f"Janus, {event_loops} event loops" if event_loops else "Janus, default"
        self._http, self._event_loops = f"http://127.0.0.1:{port}/janus", event_loops
        self._configure(port)

    def _configure(self, port: int) -> None:
        loops = f"event_loops = {self._event_loops}" if self._event_loops else ""
        files = {
            "janus.jcfg": f"""
                general: {{ configs_folder = "{self.folder}" debug_level = 3 session_timeout = 0 {loops} }}
                media: {{ rtp_port_range = "{port + 10000}-{port + 11000}" }}
                nat: {{ ice_enforce_list = "{self.address}" }}
                plugins: {{ disable = "{_libraries(UNUSED_PLUGINS)}" }}
                transports: {{ disable = "{_libraries(UNUSED_TRANSPORTS)}" }}
            """,
            "janus.transport.http.jcfg": f"""
                general: {{ json = "compact" base_path = "/janus" http = true https = false port = {port}
                            ip = "127.0.0.1" }}
                admin: {{ admin_http = false }}
            """,
            "janus.plugin.videoroom.jcfg": "general: { }",
        }
        for name, text in files.items():
            (self.folder / name).write_text(text)

    def start(self) -> None:
        """Start Janus, make a session and a room without any limit of bit rate."""
        self._run("janus", "-F", str(self.folder), "-C", str(self.folder / "janus.jcfg"))
        give_up = time.monotonic() + STARTED_WITHIN
        while True:
            try:
                self._session = self._post(self._http, janus="create")["data"]["id"]
                break
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > give_up or self.process.poll() is not None:
                    raise SystemExit(f"Janus does not start:\n{(self.folder / 'log').read_text()}") from None
                time.sleep(0.1)
        self._url = f"{self._http}/{self._session}"
        body = {"request": "create", "room": self.room, "publishers": 30, "videocodec": "vp8", "bitrate": 0}
        self._post(self._handle(), janus="message", body=body | {"fir_freq": 0})

    def publish(self) -> None:
        """Connect the publisher."""
        client = Client(self.address)
        body = {"request": "joinandconfigure", "room": self.room, "ptype": "publisher", "display": "publisher"}
        offer = {"type": "offer", "sdp": description(client, self.address, "sendonly")}
        event = self._ask(self._handle(), body, offer)
        self._feed = event["plugindata"]["data"]["id"]
        client.connect(remote(event["jsep"]["sdp"]), controlling=True)
        self._hear("webrtcup")
        self.publisher = Publisher(client, SSRC)

    def subscribe(self) -> None:
        """Connect a subscriber: here the server offers."""
        client, handle = Client(self.address), self._handle()
        body = {"request": "join", "room": self.room, "ptype": "subscriber", "streams": [{"feed": self._feed}]}
        offer: str = self._ask(handle, body)["jsep"]["sdp"]
        picture = int(_found(r"a=rtpmap:(\d+) VP8/90000", offer)[1])
        repair = int(_found(r"a=rtpmap:(\d+) rtx/90000", offer)[1])
        answer = {"type": "answer", "sdp": description(client, self.address, "recvonly", (picture, repair))}
        self._ask(handle, {"request": "start"}, answer)
        client.connect(remote(offer), controlling=False)
        self._follow(client, (picture, repair), int(_found(r"a=ssrc:(\d+)", offer)[1]))

    def _handle(self) -> str:
        made = self._post(self._url, janus="attach", plugin="janus.plugin.videoroom")
        return f"{self._url}/{made['data']['id']}"

    def _ask(self, handle: str, body: dict[str, Any], jsep: dict[str, str] | None = None) -> dict[str, Any]:
        """The event that answers a message."""
        asked = self._post(handle, janus="message", body=body, **({"jsep": jsep} if jsep else {}))
        return self._hear("event", asked["transaction"])

    def _hear(self, kind: str, transaction: str | None = None) -> dict[str, Any]:
        """The next event of that kind: they come on the session's long poll."""
        while True:
            with urllib.request.urlopen(f"{self._url}?maxev=1", timeout=STARTED_WITHIN) as response:
                event: dict[str, Any] = json.load(response)
            if event["janus"] == kind and event.get("transaction") == transaction:
                return event

    def _post(self, url: str, **message: Any) -> dict[str, Any]:
        message["transaction"] = uuid4().hex
        request = urllib.request.Request(url, json.dumps(message).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=STARTED_WITHIN) as response:
            answer: dict[str, Any] = json.load(response)
        if answer.get("janus") == "error":
            raise SystemExit(f"Janus refuses: {answer['error']}")
        return answer


def _libraries(names: tuple[str, ...]) -> str:
    return ",".join(f"libjanus_{name}.so" for name in names)
