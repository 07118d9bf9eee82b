"""Ada, Grace and Piotr in the chatroom of one server process."""

from tests.chatroom import ada, grace, piotr, redis_buses, server, server_on_bus

__all__ = ["ada", "grace", "piotr", "redis_buses", "server", "server_on_bus"]
