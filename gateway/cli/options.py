"""Options that several commands share."""

import argparse
from pathlib import Path


def add_config_options(parser: argparse.ArgumentParser) -> None:
    """`--data` and `--config`."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (or GETTONE_DATA)")
    parser.add_argument("--config", type=Path, metavar="FILE", help="a TOML file (or GETTONE_CONFIG)")
