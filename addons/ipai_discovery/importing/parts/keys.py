# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Parts of an asset that are records or extra fields of their own, as a plan names and compares them.

A plan knows them by names such as `interface:eth0`, `property:rack`, `service:dns` and
`relation:depends on:nas01`. The value of each is what there is to say of it, None for no such part.
"""

from odoo.addons.ipai_base.told import is_same
from odoo.addons.ipai_network.interface_texts import same_interface

INTERFACE, PROPERTY, SERVICE, RELATION = "interface:", "property:", "service:", "relation:"
RECORDS = (INTERFACE, SERVICE, RELATION)
"""Parts that are records: a source that lists them lists all that it sees."""


def is_part(field):
    """Tell whether a plan's field is a part rather than a field of the model.

    >>> is_part("interface:eth0"), is_part("hostname")
    (True, False)
    """
    return ":" in field


def kind_of(field):
    """Return of which kind a part is.

    >>> kind_of("interface:br0:1")
    'interface:'
    """
    return field.partition(":")[0] + ":"


def part_name(field):
    """Return what the part itself is called.

    >>> part_name("interface:br0:1")
    'br0:1'
    """
    return field.partition(":")[2]


def part_key(kind, *names):
    """Return the name under which a plan knows a part, whatever the case.

    >>> part_key(INTERFACE, "Gi1/0/24"), part_key(RELATION, "depends on", " NAS01")
    ('interface:gi1/0/24', 'relation:depends on:nas01')
    """
    return kind + ":".join(name.strip().lower() for name in names)


def same_part(field, current, written):
    """Tell whether a part is as it was written.

    >>> same_part("property:memory_gib", 64, 0), same_part("property:memory_gib", None, 0), same_part("property:x", None, False)
    (False, False, True)
    >>> same_part("service:dns", {"name": "DNS", "role": None}, None)
    False
    """
    if field.startswith(INTERFACE):
        return same_interface(current, written)
    if field.startswith(PROPERTY):
        # An extra field that is ticked or not knows no third state: cleared, it is not.
        return is_same(_ticked(current), _ticked(written))
    return is_same(current or None, written or None)


def _ticked(value):
    return None if value is False else value


def described_service(value):
    """Return in one line what part an asset plays in a service.

    >>> described_service({"name": "DNS", "role": "secondary"}), described_service({"name": "DNS", "role": None})
    ('DNS (secondary)', 'DNS')
    """
    return f"{value['name']} ({value['role']})" if value["role"] else value["name"]
