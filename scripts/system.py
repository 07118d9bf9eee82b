"""Brings the system's packages that tests and checks drive: as root on Debian it installs them, else it names them."""

import glob
import os
import shutil
import subprocess
import sys

NEEDED = {
    "redis-server": ["redis-server"],
    "postgresql": ["initdb", "/usr/lib/postgresql/*/bin/initdb"],
    "coturn": ["turnserver"],
    "chromium": ["chromium", "chromium-browser", "google-chrome"],
    "bubblewrap": ["bwrap"],
    "libreoffice-impress-nogui": ["/usr/lib/libreoffice/program/libsdlo.so"],
    "libreoffice-writer-nogui": ["/usr/lib/libreoffice/program/libswlo.so"],
    "libreoffice-calc-nogui": ["/usr/lib/libreoffice/program/libsclo.so"],
}
"""Package -> programs, any of which shows that it is there."""
COMPARED = {"janus": ["janus"]}
"""What only a benchmark needs, and asks for by name."""


def missing() -> list[str]:
    """The packages none of whose programs is found."""
    wanted = {name: COMPARED[name] for name in sys.argv[1:]} or NEEDED
    return [
        package for package, programs in wanted.items() if not any(shutil.which(p) or glob.glob(p) for p in programs)
    ]


def main() -> int:
    """0 when all is there, at last; tests of what is missing are skipped outside CI and fail in it."""
    packages = missing()
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"· Installing {', '.join(packages)} …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["-y", "install", "--no-install-recommends", *packages]):
            command = ["apt-get", "-qq", *arguments]
            subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
        packages = missing()
    if packages:
        print(f"Missing on this system: {', '.join(packages)}. What needs them is skipped.", file=sys.stderr)
    return 1 if packages and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
