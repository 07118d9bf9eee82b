"""The two errors that are not bugs. They are translated for the outside in socket.py and api.py only."""


class UserError(Exception):
    """A refusal that a person may read: nothing has changed, the connection stays open.

    `code` is stable and is translated by the client; `text` is plain English for every other reader;
    `params` fill the translated sentence; `status` is used when the request came over HTTP.
    """

    def __init__(self, code: str, text: str, *, status: int = 409, **params: str | int) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.status = status
        self.params = params


class ProtocolError(Exception):
    """The other side does not speak our protocol: the socket is closed with 1002."""


def forbidden(text: str = "You may not do this here.") -> UserError:
    """What everybody hears who asks for something that is not theirs."""
    return UserError("forbidden", text, status=403)


def not_found(what: str) -> UserError:
    """Said for things that are absent and for things one may not know of: the two must look alike (T3)."""
    return UserError("not_found", f"We cannot find this {what}.", status=404, what=what)
