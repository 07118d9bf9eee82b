"""What this process counts, for /metrics (Prometheus). Names are listed in docs/operations.md."""

from prometheus_client import Counter, Gauge, Histogram

CONNECTIONS = Gauge("twinspace_connections", "Open sockets", multiprocess_mode="livesum")
FRAMES = Counter("twinspace_frames_total", "Frames from clients, by type and outcome", ["type", "outcome"])
CLOSED = Counter("twinspace_connections_closed_total", "Sockets closed by the server, by close code", ["code"])
DELIVERED = Counter("twinspace_frames_delivered_total", "Frames put into outboxes")
COMMIT_SECONDS = Histogram(
    "twinspace_chat_commit_seconds",
    "From a message's arrival to its acknowledged commit",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
COMMIT_MESSAGES = Histogram(
    "twinspace_chat_commit_messages", "Messages in one commit", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
)
