# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Our own credential for a service outside: it comes from a file, the environment or the configuration, and is kept nowhere.

The record in Odoo holds a name only. Who may write the record must not be able to name just any file or variable of the
server, so each place is fenced in: a bare name below one folder, variables of one beginning, one section.
"""

import configparser
import os
import re
import stat
from pathlib import Path

from odoo.tools import config

PREFIX = "IPAI_SECRET_"
FOLDER_VARIABLE = "IPAI_SECRET_DIR"
SECTION = "ipai_secrets"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
SIZE = 8192


class CannotRead(Exception):
    """The credential is not there, or may not be used; the text says what to do and holds nothing of it."""


def check_name(source, name):
    """What is wrong with a name, in words; None when it may be used.

    >>> check_name("file", "openbao.token") is None, check_name("env", "IPAI_SECRET_BAO") is None
    (True, True)
    >>> check_name("file", "../odoo.conf")
    'a file is named without a folder, in letters, digits, dots, hyphens and underscores'
    >>> check_name("file", "..") == check_name("file", "a/b") == check_name("file", "../odoo.conf")
    True
    >>> check_name("env", "PGPASSWORD")
    'only variables that begin with IPAI_SECRET_ are read'
    >>> check_name("env", "IPAI_SECRET_DIR")
    'this variable holds the folder of the files, no credential'
    """
    name = name or ""
    if source == "file" and (not NAME.fullmatch(name) or set(name) == {"."}):
        return "a file is named without a folder, in letters, digits, dots, hyphens and underscores"
    if source == "env" and name == FOLDER_VARIABLE:
        return "this variable holds the folder of the files, no credential"
    if source == "env" and not (name.startswith(PREFIX) and VARIABLE.fullmatch(name)):
        return f"only variables that begin with {PREFIX} are read"
    if source == "conf" and not VARIABLE.fullmatch(name):
        return "an entry of the configuration is named in letters, digits and underscores"
    return None


def of_server(source, name):
    """The credential as this server finds it; see ``read``."""
    return read(
        source,
        name,
        folder=config.get("ipai_secret_dir") or os.environ.get(FOLDER_VARIABLE),
        config_file=config.get("config") or getattr(config, "rcfile", None),
    )


def read(source, name, folder=None, config_file=None, environ=None):
    """The credential.

    :raises CannotRead: saying what is missing and what to do, without a word of what was found.
    """
    if wrong := check_name(source, name):
        raise CannotRead(f"Our own credential: {wrong}.")
    if source == "file":
        text = _of_file(folder, name)
    elif source == "env":
        text = (os.environ if environ is None else environ).get(name)
        if text is None:
            raise CannotRead(
                f"The server runs without the variable {name}: set it and start Odoo anew."
            )
    else:
        text = _of_section(config_file, name)
    text = text.strip()
    if not text:
        raise CannotRead(f"{name} is empty: write our credential into it.")
    if not text.isprintable() or " " in text:
        raise CannotRead(f"{name} holds more than one word: only the credential belongs there.")
    return text


def _of_file(folder, name):
    if not folder:
        raise CannotRead(
            "No folder of secrets is set: name one as ipai_secret_dir in the server's configuration."
        )
    # Neither the file nor a link in its place leads out: the descriptor itself is looked at, not the name again.
    path = Path(folder) / name
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise CannotRead(
            f"There is no file {name} in the folder of secrets: put it there."
        ) from error
    except OSError as error:
        raise CannotRead(
            f"The file {name} in the folder of secrets is a link, or may not be read by Odoo."
        ) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise CannotRead(f"{name} in the folder of secrets is no file.")
        content = os.read(descriptor, SIZE + 1)
    finally:
        os.close(descriptor)
    if len(content) > SIZE:
        raise CannotRead(f"The file {name} is larger than a credential can be.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise CannotRead(f"The file {name} holds no text.") from error


def _of_section(config_file, name):
    parser = configparser.RawConfigParser()
    try:
        parser.read([config_file] if config_file else [])
        return parser.get(SECTION, name)
    except configparser.Error as error:
        raise CannotRead(
            f"The server's configuration has no entry {name} in its section [{SECTION}]."
        ) from error
