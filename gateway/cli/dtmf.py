"""`gettone dtmf`: keys out of recordings, and recordings without keys. No vault, no network."""

import argparse
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carddata import InputError, scrub

if TYPE_CHECKING:
    from dtmf import Interval, ToneEvent

_STDIN = "-"


def add(subparsers: Any) -> None:
    """Registers the command."""
    parser = subparsers.add_parser("dtmf", help="finds or masks keypad tones in recordings")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="dtmf_command")
    decode = commands.add_parser("decode", help="prints the keys of recordings")
    decode.add_argument("files", nargs="+", metavar="FILE", help="WAV, or raw with --raw; - is standard input")
    decode.add_argument("--json", action="store_true", help="a JSON line per file and channel")
    decode.add_argument("--raw", choices=("ulaw", "alaw", "s16le"), help="headerless mono audio of this kind")
    decode.add_argument("--rate", type=int, metavar="N", help="sample rate of raw audio in Hz (default 8000)")
    decode.set_defaults(run=run_decode)
    mask = commands.add_parser("mask", help="writes recordings without their keys")
    mask.add_argument("files", nargs="+", metavar="FILE", help="IN.wav OUT.wav, or with --out-dir all inputs")
    mask.add_argument("--out-dir", type=Path, metavar="DIR", help="where the masked files go, names kept")
    mask.add_argument("--mode", choices=("silence", "tone", "noise"), default="silence")
    mask.add_argument("--scope", choices=("all", "card"), default="all", help="every key, or card entries only")
    mask.set_defaults(run=run_mask)


def run_decode(args: argparse.Namespace) -> int:
    """Prints the keys of every file; 1 if one could not be read."""
    from dtmf import DtmfError, decode, read_wav, samples_from_bytes
    from dtmf.samples import check_rate

    if args.rate is not None and args.raw is None:
        raise InputError("--rate is for raw audio: give --raw too, a WAV file knows its rate")
    raw_rate = 8_000 if args.rate is None else args.rate
    try:
        check_rate(raw_rate)
    except DtmfError as error:
        raise InputError(str(error)) from None
    failed = False
    for name in args.files:
        try:
            content = _read(name)
            if args.raw:
                samples, rate = samples_from_bytes(content, args.raw), raw_rate
            else:
                wav = read_wav(content)
                _warn_if_short(name, wav.truncated)
                samples, rate = wav.samples(), wav.rate
            events = decode(samples, rate)
        except (DtmfError, OSError) as error:
            _complain(name, error)
            failed = True
            continue
        for channel in range(samples.shape[0]):
            keys = [event for event in events if event.channel == channel]
            lines = [_as_json(name, channel, keys)] if args.json else _as_text(name, channel, keys)
            sys.stdout.writelines(line + "\n" for line in lines)
    return int(failed)


def run_mask(args: argparse.Namespace) -> int:
    """Writes masked copies and prints what was masked; 1 if a file of several could not be done."""
    from dtmf import DtmfError

    if args.out_dir is None:
        source, target = _pair(args.files)
        try:
            _report(None, _mask(source, target, args.mode, args.scope))
        except (DtmfError, OSError) as error:
            raise InputError(f"{_shown(source)}: {_reason(error)}") from None
        return 0
    targets = _targets(args.files, args.out_dir)
    failed = False
    for name, target in targets:
        try:
            _report(name, _mask(name, target, args.mode, args.scope))
        except (DtmfError, OSError) as error:
            _complain(name, error)
            failed = True
    return int(failed)


def _pair(files: list[str]) -> tuple[str, Path]:
    if len(files) != 2 or files[1] == _STDIN:
        raise InputError("give IN.wav OUT.wav, or --out-dir DIR and any number of files")
    return files[0], Path(files[1])


def _targets(files: list[str], folder: Path) -> list[tuple[str, Path]]:
    if _STDIN in files:
        raise InputError("standard input has no name to keep: give IN.wav OUT.wav")
    if not folder.is_dir():
        raise InputError("--out-dir must be an existing folder")
    targets = [(name, folder / Path(name).name) for name in files]
    if len({target for _, target in targets}) < len(targets):
        raise InputError("two of the files have the same name: mask them into different folders")
    return targets


def _mask(source: str, target: Path, mode: Any, scope: Any) -> "list[Interval]":
    from dtmf import mask, read_wav

    wav = read_wav(_read(source))
    _warn_if_short(source, wav.truncated)
    masked, intervals = mask(wav.samples(), wav.rate, mode, scope)
    _write_atomically(target, wav.with_masked(masked, intervals))
    return intervals


def _write_atomically(target: Path, content: bytes) -> None:
    """The whole masked file or nothing: a reader never sees a part, and no raw audio touches the disk.

    A file that is replaced keeps its permissions.
    """
    target = Path(os.path.realpath(target))
    if target.exists() and not target.is_file():
        raise InputError("the output must be a file")
    if not target.parent.is_dir():
        raise InputError("the output's folder does not exist: make it first")
    partial = target.parent / f".gettone-{secrets.token_hex(8)}.tmp"
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    try:
        with open(partial, "xb", opener=_private if mode is not None else None) as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            partial.unlink()
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _report(name: str | None, intervals: "Iterable[Interval]") -> None:
    for interval in intervals:
        line: dict[str, object] = {} if name is None else {"file": name}
        line["channel"] = interval.channel
        line["start_ms"] = round(interval.start_ms, 1)
        line["end_ms"] = round(interval.end_ms, 1)
        sys.stdout.write(json.dumps(line) + "\n")


def _as_json(name: str, channel: int, keys: "list[ToneEvent]") -> str:
    events = [
        {
            "digit": key.digit,
            "start_ms": round(key.start_ms, 1),
            "end_ms": None if key.end_ms is None else round(key.end_ms, 1),
            "level_dbm0": round(key.level_dbm0, 2),
            "twist_db": round(key.twist_db, 2) + 0.0,
        }
        for key in keys
    ]
    digits = "".join(key.digit for key in keys)
    return json.dumps({"file": name, "channel": channel, "digits": digits, "events": events})


def _as_text(name: str, channel: int, keys: "list[ToneEvent]") -> Iterator[str]:
    digits = "".join(key.digit for key in keys)
    yield f"{_printable(name)}, channel {channel}: {digits or 'no keys'}"
    for key in keys:
        end = key.start_ms if key.end_ms is None else key.end_ms
        yield (
            f"  {key.digit}  {key.start_ms:10.1f} to {end:10.1f} ms"
            f"  {key.level_dbm0:6.1f} dBm0  twist {key.twist_db:+5.1f} dB"
        )


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == _STDIN else Path(name).read_bytes()


def _warn_if_short(name: str, truncated: bool) -> None:
    if truncated:
        sys.stderr.write(f"gettone: warning: {_shown(name)}: the file is cut short; read to where it ends\n")


def _complain(name: str, error: Exception) -> None:
    sys.stderr.write(f"gettone: error: {_shown(name)}: {_reason(error)}\n")


def _reason(error: Exception) -> str:
    # An OSError's own text would repeat the file name.
    return (error.strerror or "cannot be read") if isinstance(error, OSError) else str(error)


def _shown(name: str) -> str:
    return scrub(_printable(name)) if name != _STDIN else "standard input"


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name)
