"""Options that several commands share."""

import argparse
from pathlib import Path

from gateway.config import Config, load


def add_config_options(parser: argparse.ArgumentParser) -> None:
    """`--data` and `--config`."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (or GETTONE_DATA)")
    parser.add_argument("--config", type=Path, metavar="FILE", help="a TOML file (or GETTONE_CONFIG)")


def config_of(args: argparse.Namespace) -> Config:
    """The configuration that the command line, the environment and the file make. Raises ConfigError."""
    return load(args.config, data=args.data)
