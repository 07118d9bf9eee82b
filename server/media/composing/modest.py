"""How a process that makes films behaves: it stands back, and says how far it is."""

import contextlib
import os
from collections.abc import Callable

STEP = 0.01
LOWEST = 19


def be_modest(nice: int) -> None:
    """Run, at the lowest priority, only when nobody else wants to."""
    os.nice(nice)
    if nice == LOWEST and hasattr(os, "SCHED_IDLE"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def telling() -> Callable[[float], None]:
    """Prints how far it is, from 0 to 1, not oftener than in a hundred steps."""
    told = 0.0

    def tell(done: float) -> None:
        nonlocal told
        if done - told >= STEP or done >= 1:
            told = done
            os.write(1, f"{done:.2f}\n".encode())

    return tell
