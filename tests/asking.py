"""What every way of speaking to the server has in common: a request is carried out or refused."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any


class Asks:
    """Sends requests, by whatever way, and gets the frame that answers each."""

    @abstractmethod
    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a request; the `done` or `refused` frame that answers it."""

    async def result(self, kind: str, **fields: Any) -> Any:
        """Send a request that must be carried out; its result."""
        answer = await self.ask(kind, **fields)
        assert answer["type"] == "done", answer
        return answer["result"]

    async def refusal(self, kind: str, **fields: Any) -> str:
        """Send a request that must be refused; the code."""
        answer = await self.ask(kind, **fields)
        assert answer["type"] == "refused", answer
        return str(answer["code"])
