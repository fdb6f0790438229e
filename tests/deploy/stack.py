"""The services of docker-compose.yml as processes of this machine, command by command.

What differs from the containers is only what has to: folders, ports, and where the database is.
"""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())

_PATIENCE = 60.0
_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Stack:
    """Starts services by their compose definition.

    `replaced` maps what only holds inside containers to what holds here; `settings` is what
    containers have from their image or network.
    """

    folder: Path
    replaced: dict[str, str]
    settings: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, name: str) -> int:
        """Run a service that ends by itself; the answer is its exit code."""
        return self.start(name).wait(timeout=_PATIENCE)

    def start(self, name: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                self._translated(COMPOSE["services"][name]["command"]),
                env=self._environment(name),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes[name] = process
        return process

    def wait_until_healthy(self, name: str) -> None:
        """Run the service's own health check until it passes; fail when the service ends."""
        deadline = time.monotonic() + _PATIENCE
        while not self.is_healthy(name):
            assert self.processes[name].poll() is None, self.log(name)
            assert time.monotonic() < deadline, self.log(name)
            time.sleep(0.1)

    def is_healthy(self, name: str) -> bool:
        kind, *command = self._translated(COMPOSE["services"][name]["healthcheck"]["test"])
        assert kind == "CMD"
        if command[0] == "wget":  # not on every machine, unlike in the image
            return self._answers(command[-1])
        checked = subprocess.run(
            command, env=self._environment(name), capture_output=True, check=False
        )
        return checked.returncode == 0

    @staticmethod
    def _answers(url: str) -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return True
        except OSError:
            return False

    def stop(self, name: str) -> int:
        """Ask as `docker stop` does; the answer is the exit code."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=_PATIENCE)

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.processes.clear()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _environment(self, name: str) -> dict[str, str]:
        given = COMPOSE["services"][name].get("environment", {})
        translated = dict(zip(given, self._translated(list(given.values())), strict=True))
        return {"PATH": os.environ["PATH"], **self.settings, **translated}

    def _translated(self, values: list[Any]) -> list[str]:
        theirs = re.compile("|".join(map(re.escape, sorted(self.replaced, key=len, reverse=True))))
        return [
            theirs.sub(lambda found: self.replaced[found[0]], _DEFAULT.sub(r"\1", str(value)))
            for value in values
        ]
