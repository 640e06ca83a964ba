"""Whose rights the server runs with: ours, or as root those of an unprivileged user that already exists."""

import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vault.embedded.errors import EmbeddedServerError

_CANDIDATES = ("nobody", "daemon")
_CHILD = Path(__file__).with_name("child.py")
_PROBE_SECONDS = 30.0

# The server's environment is written out, so that no secret of ours is inherited by it.
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """The user that the server runs as. `lent`: it is another one than ours, because we are root."""

    name: str
    uid: int
    gid: int
    lent: bool

    def command(self, *words: str, death_signal: int = 0) -> list[str]:
        """The argv that runs `words` (a program's path and its arguments) as this user, without core dumps.

        death_signal: the signal that the program gets when the thread that started it ends (Linux; 0: none).
        """
        return [*self._child("run"), str(death_signal), str(os.getpid()), *words]

    def first_unreachable(self, paths: Sequence[Path], *, trees: Sequence[Path] = ()) -> Path | None:
        """The first of the folders `paths` that this user cannot enter, or entry of `trees` it cannot read.

        Asked of the kernel by a process that runs as this user, so access lists and mount options count too.
        """
        if not self.lent:
            return None
        words = [*self._child("probe"), str(len(paths)), *map(str, paths), *map(str, trees)]
        answer = subprocess.run(
            words,
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
        if answer.returncode != 0:
            raise EmbeddedServerError(
                f"cannot become the user {self.name} to run the database: "
                "run gettone as an ordinary user, or allow root to change its user id here"
            )
        return Path(os.fsdecode(answer.stdout)) if answer.stdout else None

    def _child(self, verb: str) -> list[str]:
        return [sys.executable, "-I", "-S", "-B", str(_CHILD), verb, str(self.uid), str(self.gid)]


def server_account() -> Account:
    """Our own user; as root `nobody`, or `daemon` where there is none. No user is ever created."""
    uid = os.geteuid()
    if uid != 0:
        return Account(user_name(uid), uid, os.getegid(), lent=False)
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid, lent=True)
    raise EmbeddedServerError(
        "PostgreSQL refuses to run as root and neither the user nobody nor daemon exists: "
        "run gettone as an ordinary user"
    )


def user_name(uid: int) -> str:
    """The name of a user id, or the number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
