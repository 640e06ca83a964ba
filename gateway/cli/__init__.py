"""`gettone`: one module a command, each importing its rooms only when it runs.

Exit 0: done. 1: the answer is no. 2: usage, configuration or input error, told in one line on
standard error that never holds what was given: an argument or an exception may carry a card.
"""

import argparse
import importlib
import os
import re
import resource
import sys
from collections.abc import Sequence
from typing import NoReturn

from carddata import GettoneError, scrub

_COMMANDS = ("serve", "demo", "doctor", "detect", "dtmf", "evaluate", "keys", "policy")
_CHOICE = re.compile(r"invalid choice: .*? \(choose from (.*)\)\Z", re.DOTALL)
_TYPE = re.compile(r"invalid (\w+) value: .*\Z", re.DOTALL)
_ECHOES = ("unrecognized arguments", "ambiguous option")
_IGNORED = re.compile(r"ignored explicit argument .*\Z", re.DOTALL)


class UsageError(GettoneError):
    """The words on the command line are off."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        message = _CHOICE.sub(r"must be one of \1", message)
        message = _TYPE.sub(r"must be of type \1", message)
        message = _IGNORED.sub("takes no value", message)
        for echo in _ECHOES:
            if message.startswith(echo):
                message = echo
        raise UsageError(f"{scrub(message)} (see `{self.prog} --help`)")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, without running anything."""
    parser = _Parser(prog="gettone", description="Swaps card numbers and PII for vault tokens.")
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")
    for name in _COMMANDS:
        importlib.import_module(f"gateway.cli.{name}").add(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    # A core dump would hold keys and card numbers.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        args = build_parser().parse_args(argv)
        code: int = args.run(args)
        sys.stdout.flush()
    except GettoneError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _fail(error.strerror or "the system refused a file or network operation")
    except Exception as error:
        # Its text may hold input data: only the kind of the error is told.
        return _fail(f"internal error ({type(error).__name__}); nothing was written out; please report it")
    return code


def _fail(message: str) -> int:
    print(f"gettone: error: {scrub(' '.join(message.split()))}", file=sys.stderr)
    return 2
