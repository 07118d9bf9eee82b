"""Notifications past their time: 90 days after they were read, 180 days unread (domain 10.1); letters, 30 days after
they were written, sent or not; pushes that could not be handed over while they were news."""

from __future__ import annotations

from server.core import clock
from server.core.models import Notification
from server.core.retention import rows
from server.notifications.models import Mail, Push

STORES = [
    rows("notifications", Notification, lambda _: Notification.expires_at <= clock.now()),
    rows("mails", Mail, lambda _: Mail.expires_at <= clock.now()),
    rows("pushes", Push, lambda _: Push.expires_at <= clock.now()),
]
