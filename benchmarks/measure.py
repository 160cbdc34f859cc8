"""Runs programs, measures what they take, and keeps what they print."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LAST_LINES = 15


class Failure(Exception):
    """Something that the person at the keyboard can put right."""


@dataclass(frozen=True)
class Usage:
    """What a program and all that it started took: seconds, and bytes of the largest process."""

    wall: float = 0
    cpu: float = 0
    peak: int = 0

    def __add__(self, other):
        return Usage(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


def run(command, log, environment=None):
    """Runs a program to its end and returns its usage; what it prints goes to the end of the log."""
    command = [str(word) for word in command]
    with open(log, "ab") as output:
        output.write(f"$ {' '.join(command)}\n".encode())
        output.flush()
        begin = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = "\n  ".join(Path(log).read_text(errors="replace").splitlines()[-LAST_LINES:])
        raise Failure(f"{command[0]} ended with {process.returncode}:\n  {tail}")
    return Usage(time.monotonic() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


@contextlib.contextmanager
def work_directory(name, wanted=None):
    """The wanted directory, or a new one that goes away."""
    if wanted:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted.resolve()
        return
    directory = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ.get("TMPDIR", "/var/tmp")))
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


def user_cache():
    """Atomsmith's cache of this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "atomsmith"
