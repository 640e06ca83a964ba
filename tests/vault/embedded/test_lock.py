"""The lock of a data folder."""

import os
import subprocess
import sys
from pathlib import Path

from vault.embedded.lock import FolderLock


def test_one_holder_at_a_time_and_the_other_learns_who(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    assert second.holder() == str(os.getpid())
    first.release()
    first.release()
    assert second.acquire()
    second.release()


def test_a_damaged_lock_file_still_locks(tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(b"\xff")
    lock = FolderLock(tmp_path / "lock")
    assert lock.holder() == "unknown"
    assert lock.acquire()
    lock.release()


_FORKS = """
import os, sys
from pathlib import Path
from vault.embedded.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
assert lock.acquire()
if os.fork():
    os._exit(0)
print("forked", flush=True)
sys.stdin.read()
"""


def test_a_forked_child_does_not_keep_the_lock_of_its_parent(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _FORKS, str(tmp_path / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"forked\n"
        assert parent.wait() == 0
        lock = FolderLock(tmp_path / "lock")
        assert lock.acquire()
        lock.release()
