"""An address as a picture in the terminal, so that a phone in the classroom need not type it."""

import io

import segno


def picture(address: str) -> str:
    """Half blocks, dark on light whatever the terminal's colours."""
    out = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out, compact=True)
    return out.getvalue()
