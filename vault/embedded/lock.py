"""Who holds a data folder: a lock that lives and dies with the process."""

import fcntl
import os
import weakref
from pathlib import Path


class FolderLock:
    """An exclusive `flock` on `path`, held until `release` or the end of the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Takes the lock if nobody holds it, and says whether it did. Never waits."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        _HELD.add(self)
        return True

    def holder(self) -> str:
        """The process id of whoever took the lock last, or "unknown"."""
        try:
            return str(int(self.path.read_text("ascii")))
        except (OSError, ValueError):
            return "unknown"

    def release(self) -> None:
        """Gives the lock back. Safe to call twice."""
        _HELD.discard(self)
        self.abandon()

    def abandon(self) -> None:
        """Forgets the lock in this process only: a forked child must not keep it alive for its parent."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


_HELD: weakref.WeakSet[FolderLock] = weakref.WeakSet()


def _abandon_all() -> None:
    for lock in tuple(_HELD):
        lock.abandon()


os.register_at_fork(after_in_child=_abandon_all)
