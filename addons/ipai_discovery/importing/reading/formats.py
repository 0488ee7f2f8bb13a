# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .csv_file import BYTE_ORDER_MARKS, Table, read_csv
from .masscan import is_masscan
from .netbox_csv import looks_like_netbox, read_netbox
from .nmap_xml import read_nmap
from .rows import check_size

NMAP, CSV, NETBOX = "nmap", "csv", "netbox"


def detect(data, encoding=None):
    """Return the format of a file's bytes; raise FileProblem when they cannot be read.

    >>> detect(b'<?xml version="1.0"?><nmaprun/>'), detect(b"Name,Hostname\\npve01,pve01")
    ('nmap', 'csv')
    >>> detect(b"Name,Status,Tenant,Role\\nsw1,Active,ACME,Switch")
    'netbox'
    """
    check_size(data)
    marked = any(data.startswith(mark) for mark, _codec in BYTE_ORDER_MARKS)
    text = (data[2:].lstrip(b"\xbf\0") if marked else data).lstrip()
    if text.startswith(b"<") or is_masscan(text):
        return NMAP
    return NETBOX if looks_like_netbox(Table.from_bytes(data, encoding).headings) else CSV


def read(data, file_format, columns, encoding=None, timezone_name="UTC", chosen=None):
    """Return the ImportFile of bytes in a format that `detect` knows.

    :param chosen: what a person said that the headings mean: see `assign_columns`
    """
    if file_format == NMAP:
        return read_nmap(data)
    if file_format == NETBOX:
        return read_netbox(data, encoding)
    return read_csv(data, columns, encoding, timezone_name, chosen)
