# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Exports of password managers: which entries they list, and whether the secrets themselves are in them.

The file is also a command of its own, which needs nothing but Python: it takes the values out before anything is
uploaded.

    python3 exports.py bitwarden.json > names.json
"""

import csv
import io
import json
import re
import sys
from typing import NamedTuple
from xml.etree import ElementTree

VALUE = re.compile(
    r"pass(word|wd|phrase)?|pwd|.*password|.*secret.*|.*(otp|totp).*|private ?key|pin|cvv|security code|code",
    re.I,
)
"""Names of columns and fields that hold values."""
COLUMNS = {
    "name": ("name", "title", "account", "resource name"),
    "username": ("username", "user name", "login name", "login", "user"),
    "group": (
        "group",
        "folder",
        "organization",
        "company",
        "company name",
        "category",
        "password category",
    ),
}
XML_KEPT = ("Title", "UserName", "URL")


class ExportError(ValueError):
    """The file is none that is known; the text says which are."""


class ValuesFound(ExportError):
    """Secrets are in the file."""


class Entry(NamedTuple):
    """An entry of the export: what is told of it but its value and its notes."""

    name: str
    username: str
    group: str
    number: str


def entries(content, parse_xml=ElementTree.fromstring):
    """The entries of an export without values.

    :raises ValuesFound: when a single value is left in it; the text names neither it nor its entry.
    :raises ExportError: for a file of another kind.

    >>> entries(b"Group,Title,Username,Password\\nLab,pfsense_admin,admin,\\n")
    [Entry(name='pfsense_admin', username='admin', group='Lab', number='')]
    >>> entries(b"Group,Title,Username,Password\\nLab,pfsense_admin,admin,x\\n")
    Traceback (most recent call last):
    ...
    ValuesFound: 1 entry of the file still holds its secret (password)
    >>> entries(b"a,b\\n1,2\\n")
    Traceback (most recent call last):
    ...
    ExportError: it is no export of Bitwarden (JSON), KeePass (XML, CSV), IT Glue or Hudu (CSV)
    """
    export = _read(content, parse_xml)
    count, names = export.filled()
    if count:
        raise ValuesFound(
            f"{count} {'entry' if count == 1 else 'entries'} of the file still "
            f"{'holds its secret' if count == 1 else 'hold their secrets'} ({', '.join(sorted(names))})"
        )
    return export.entries()


def stripped(content, parse_xml=ElementTree.fromstring):
    """The same file with all values and notes emptied.

    >>> stripped(b"Title,Password,Notes\\npfsense_admin,x,y\\n")
    b'Title,Password,Notes\\r\\npfsense_admin,,\\r\\n'
    >>> entries(stripped(b'{"items": [{"id": "7", "name": "a", "login": {"password": "x", "totp": "y"}}]}'))
    [Entry(name='a', username='', group='', number='7')]
    """
    return _read(content, parse_xml).stripped()


def filled_columns(rows):
    """The names of the columns of a table that hold values, and are filled in some row.

    >>> filled_columns([["Name", "Pass-Word"], ["a", ""], ["b", "x"]])
    ['pass word']
    >>> filled_columns([["Name", "Password"], ["a", " "]])
    []
    """
    head = [_plain(name) for name in rows[0]] if rows else []
    return sorted(
        {
            name
            for at, name in enumerate(head)
            if _is_value(name) and any(row[at : at + 1] and row[at].strip() for row in rows[1:])
        }
    )


def _is_value(name):
    """
    >>> _is_value("pass word"), _is_value("private key"), _is_value("user name")
    (True, True, False)
    """
    return bool(VALUE.fullmatch(name) or VALUE.fullmatch(name.replace(" ", "")))


def _plain(name):
    """
    >>> _plain(" Login_Name ")
    'login name'
    """
    return " ".join(re.split(r"[\s_-]+", name.strip().lower()))


def _read(content, parse_xml):
    text = content.decode("utf-8-sig", errors="replace").strip()
    if text.startswith("{"):
        return _Bitwarden(text)
    if text.startswith("<"):
        return _KeePass(text, parse_xml)
    return _Table(text)


class _Bitwarden:
    """Of an item all that is kept is named here: whatever else a later version adds counts as a value."""

    KEPT = (
        "id",
        "organizationId",
        "folderId",
        "collectionIds",
        "type",
        "name",
        "favorite",
        "reprompt",
    )
    DATES = ("creationDate", "revisionDate", "deletedDate", "archivedDate")

    def __init__(self, text):
        try:
            self._data = json.loads(text)
        except ValueError as error:
            raise ExportError("the JSON cannot be read; export it once more") from error
        if self._data.get("encrypted") or not isinstance(self._data.get("items"), list):
            raise ExportError(
                "it is no export of Bitwarden, or an encrypted one; export as JSON, then take the values out"
            )

    def filled(self):
        found = [set(self._values(item)) for item in self._data["items"]]
        return sum(map(bool, found)), set().union(*found)

    def _values(self, item):
        """
        >>> list(_Bitwarden('{"items": []}')._values({"login": {"username": "a", "password": "b", "uris": []}}))
        ['password']
        """
        for name, value in item.items():
            if name in (*self.KEPT, *self.DATES) or not value:
                continue
            if name == "login" and isinstance(value, dict):
                known = ("username", "uris", "passwordRevisionDate")
                yield from (part for part, held in value.items() if held and part not in known)
            else:
                yield name

    def entries(self):
        folders = {one.get("id"): one.get("name") for one in self._data.get("folders") or ()}
        folders |= {one.get("id"): one.get("name") for one in self._data.get("collections") or ()}
        return [
            Entry(
                str(item.get("name") or ""),
                str((item.get("login") or {}).get("username") or ""),
                str(
                    folders.get(item.get("folderId"))
                    or folders.get(next(iter(item.get("collectionIds") or ()), None))
                    or ""
                ),
                str(item.get("id") or ""),
            )
            for item in self._data["items"]
        ]

    def stripped(self):
        items = []
        for item in self._data["items"]:
            kept = {name: item[name] for name in (*self.KEPT, *self.DATES) if name in item}
            if username := (item.get("login") or {}).get("username"):
                kept["login"] = {"username": username}
            items.append(kept)
        groups = {
            name: [
                {"id": one.get("id"), "name": one.get("name")} for one in self._data.get(name) or ()
            ]
            for name in ("folders", "collections")
        }
        return json.dumps({"encrypted": False, **groups, "items": items}, indent=1).encode()


class _KeePass:
    """KeePass 2: strings of a name and a value in entries in groups. What is not in XML_KEPT counts as a value."""

    def __init__(self, text, parse_xml):
        try:
            self._root = parse_xml(text)
        except Exception as error:
            raise ExportError("the XML cannot be read; export it once more") from error
        if self._root.tag != "KeePassFile":
            raise ExportError("it is no export of KeePass 2")

    def _strings(self, entry):
        for string in entry.findall("String"):
            yield string.findtext("Key") or "", string.find("Value")

    def _all(self):
        return self._root.iter("Entry")

    def filled(self):
        count, names = 0, set()
        for entry in self._all():
            found = {
                key.lower()
                for key, value in self._strings(entry)
                if key not in XML_KEPT and value is not None and (value.text or "").strip()
            }
            found |= {"attachment"} if entry.find("Binary") is not None else set()
            count, names = count + bool(found), names | found
        return count, names

    def entries(self):
        found = []
        for group in self._root.iter("Group"):
            for entry in group.findall("Entry"):
                told = {
                    key: (value.text or "")
                    for key, value in self._strings(entry)
                    if value is not None
                }
                found.append(
                    Entry(
                        told.get("Title", ""),
                        told.get("UserName", ""),
                        group.findtext("Name") or "",
                        entry.findtext("UUID") or "",
                    )
                )
        return found

    def stripped(self):
        for parent in list(self._root.iter()):
            for child in list(parent):
                if child.tag in ("History", "Binaries", "Binary", "AutoType", "CustomData"):
                    parent.remove(child)
        for entry in self._all():
            for key, value in self._strings(entry):
                if key not in XML_KEPT and value is not None:
                    value.text = ""
        return ElementTree.tostring(self._root, encoding="utf-8")


class _Table:
    """CSV of KeePass, IT Glue or Hudu: known by a column of names and one of values."""

    def __init__(self, text):
        try:
            rows = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            raise ExportError("the CSV cannot be read; export it once more") from error
        self._head = rows[0] if rows else []
        self._rows = rows[1:]
        plain = [_plain(name) for name in self._head]
        self._values = [at for at, name in enumerate(plain) if _is_value(name)]
        self._notes = [
            at
            for at, name in enumerate(plain)
            if name in ("notes", "comments", "description", "comment")
        ]
        self._at = {
            kind: next((plain.index(name) for name in names if name in plain), None)
            for kind, names in COLUMNS.items()
        }
        if not self._values or self._at["name"] is None:
            raise ExportError(
                "it is no export of Bitwarden (JSON), KeePass (XML, CSV), IT Glue or Hudu (CSV)"
            )

    def filled(self):
        count, names = 0, set()
        for row in self._rows:
            # A row that is longer than the head hides a value where no column has a name.
            found = {
                self._head[at].strip().lower()
                for at in self._values
                if row[at : at + 1] and row[at].strip()
            }
            found |= (
                {"a column without a name"}
                if any(map(str.strip, row[len(self._head) :]))
                else set()
            )
            count, names = count + bool(found), names | found
        return count, names

    def _cell(self, row, kind):
        at = self._at[kind]
        return row[at].strip() if at is not None and at < len(row) else ""

    def entries(self):
        return [
            Entry(
                self._cell(row, "name"), self._cell(row, "username"), self._cell(row, "group"), ""
            )
            for row in self._rows
            if self._cell(row, "name")
        ]

    def stripped(self):
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(self._head)
        for row in self._rows:
            gone = {*self._values, *self._notes}
            writer.writerow(
                ["" if at in gone else cell for at, cell in enumerate(row[: len(self._head)])]
            )
        return out.getvalue().encode()


def main(arguments):
    if len(arguments) != 1:
        sys.stderr.write("usage: python3 exports.py FILE > FILE-WITHOUT-VALUES\n")
        return 2
    try:
        with open(arguments[0], "rb") as file:
            result = stripped(file.read())
    except (OSError, ExportError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
