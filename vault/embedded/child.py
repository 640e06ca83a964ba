"""Runs as a program of its own, before PostgreSQL's: takes on the server's user, then becomes the server.

`child.py run UID GID SIGNAL PARENT PROGRAM [ARGUMENT…]` replaces itself with PROGRAM.
`child.py probe UID GID COUNT FOLDER… TREE…` prints the first of COUNT folders that UID cannot enter, or the
first entry of the trees that it cannot read; nothing when all is well.

A program and not a `preexec_fn`, because code between fork and exec is unsafe once there are threads.
"""

import ctypes
import os
import resource
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # prctl(2)


def _become(uid: int, gid: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def _die_with_parent(signal: int, parent: int) -> None:
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the process that asked for the database has ended")


def _first_unreachable(folders: list[Path], trees: list[Path]) -> Path | None:
    for folder in folders:
        if not os.access(folder, os.X_OK):
            return folder
    for tree in trees:
        for entry in (tree, *tree.rglob("*")):
            if not os.access(entry, os.R_OK | os.X_OK if entry.is_dir() else os.R_OK):
                return entry
    return None


def main(arguments: list[str]) -> None:
    verb, uid, gid, *rest = arguments
    _become(int(uid), int(gid))
    if verb == "run":
        signal, parent, program, *_ = rest
        if int(signal):
            _die_with_parent(int(signal), int(parent))
        os.execv(program, rest[2:])
    count = int(rest[0])
    places = [Path(word) for word in rest[1:]]
    obstacle = _first_unreachable(places[:count], places[count:])
    if obstacle is not None:
        sys.stdout.buffer.write(os.fsencode(obstacle))


if __name__ == "__main__":
    main(sys.argv[1:])
