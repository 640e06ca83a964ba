"""The operational log: one JSON object a line on standard error, digit runs struck out as a last resort.

An exception of ours is logged with its message; of any other only its kind and where it happened,
since its text may hold input.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

from carddata import GettoneError, scrub

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
# Loggers that put request data into their messages: only their kind of trouble is told.
_TALKATIVE = ("aiohttp", "asyncio", "asyncpg")


class JsonFormatter(logging.Formatter):
    """`{"time", "level", "logger", "event", …extra, "error"?, "where"?}`, scrubbed."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; never raises for odd arguments."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._event(record),
        }
        line |= {k: v for k, v in vars(record).items() if k not in _STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            if isinstance(error, GettoneError):
                line["reason"] = str(error)
            frames = traceback.extract_tb(error.__traceback__)[-5:]
            line["where"] = [f"{f.filename.rpartition('/')[2]}:{f.lineno}:{f.name}" for f in frames]
        return scrub(json.dumps(line, default=lambda value: f"<{type(value).__name__}>", ensure_ascii=False))

    @staticmethod
    def _event(record: logging.LogRecord) -> str:
        if record.name.split(".")[0] in _TALKATIVE:
            return str(record.msg).partition("%")[0].partition("\n")[0].strip()[:80]
        return record.getMessage()


def configure(level: str, stream: TextIO | None = None) -> None:
    """Makes the JSON log the only one of this process."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
