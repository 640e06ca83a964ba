"""The server's configuration: SCRAM over one closed socket, durable, and silent about every value."""

from collections.abc import Mapping
from pathlib import Path

PORT = 5432
"""Part of the socket's name only: nothing listens on TCP."""

HOST_BASED_ACCESS = """\
# Written by gettone at each start.
local all all scram-sha-256
"""

_ACCESS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "authentication_timeout": "10s",
    "allow_alter_system": "off",
}
_DURABILITY = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
_SIZE = {
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "max_wal_senders": "0",
    "max_replication_slots": "0",
    "max_logical_replication_workers": "0",
    "io_method": "sync",
}
# An error's text can quote a value ("invalid input syntax for type uuid: …"), its detail a whole row, and
# the report of a crash the statement. So only messages of level LOG and above are kept, one line of each.
_SILENCE = {
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_autovacuum_min_duration": "-1",
    "log_checkpoints": "off",
    "log_connections": "",
    "log_disconnections": "off",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_line_prefix": "%m ",
    "log_timezone": "UTC",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
}
_REST = {
    "timezone": "UTC",
    "lc_messages": "C",
    "shared_preload_libraries": "",
    "cluster_name": "gettone",
}

SETTINGS: Mapping[str, str] = {**_ACCESS, **_DURABILITY, **_SIZE, **_SILENCE, **_REST}


def configuration(cluster: Path, access: Path, socket_folder: Path, changed: Mapping[str, str]) -> str:
    """The text of `postgresql.conf`: what initdb found out about this machine, then SETTINGS, then `changed`.

    cluster: the data directory; access: the file with HOST_BASED_ACCESS; socket_folder: for the socket.
    """
    # A folder's name may hold a comma or a space, which only double quotes keep together.
    socket_value = '"{}"'.format(str(socket_folder).replace('"', '""'))
    places = {
        "data_directory": str(cluster),
        "hba_file": str(access),
        "ident_file": str(cluster / "pg_ident.conf"),
        "unix_socket_directories": socket_value,
    }
    lines = ["# Written by gettone at each start.", f"include {_quoted(str(cluster / 'postgresql.conf'))}"]
    lines += [f"{name} = {_quoted(value)}" for name, value in {**SETTINGS, **places, **changed}.items()]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return "'{}'".format(value.replace("\\", "\\\\").replace("'", "''"))
