"""Runs first in each process that reads a stranger's bytes: gives it its limits, then becomes the program it is for.

`sandbox_limits.py BYTES_OF_MEMORY SECONDS BYTES_OF_A_FILE PROCESSES program …`. Knows nothing of the server.
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
LOW_PRIORITY = 10


def main() -> None:
    """Limit, and become somebody else."""
    memory, seconds, file, processes = map(int, sys.argv[1:5])
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    os.nice(LOW_PRIORITY)
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # When the server dies, nobody would stop it.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.execv(sys.argv[5], sys.argv[5:])


if __name__ == "__main__":
    main()
