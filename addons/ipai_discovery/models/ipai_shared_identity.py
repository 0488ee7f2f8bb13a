# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_asset.linkage import weighing
from odoo.addons.ipai_asset.linkage.identities import MAC, SERIAL, SOURCE_ID, TAG
from odoo.addons.ipai_asset.linkage.macs import DOCK_MAKERS
from odoo.addons.ipai_base.compat import UniqueIndex

DOCK = "dock"
KINDS = [
    (SERIAL, "Serial Number"),
    (MAC, "MAC Address"),
    (TAG, "Asset Tag"),
    (SOURCE_ID, "ID in the Source"),
    (DOCK, "MAC Addresses That Begin So"),
]


class IpaiSharedIdentity(models.Model):
    """A value that several machines have, so that it tells none of them apart.

    Runs note here what they find on two machines; a person adds docks and the like, or takes a line away.
    """

    _name = "ipai.shared.identity"
    _description = "Shared Identity"
    _order = "kind, value"
    _rec_name = "value"

    kind = fields.Selection(KINDS, required=True)
    value = fields.Char(
        required=True,
        help="As it is compared: a serial number or tag in letters and digits only, a MAC address as "
        "00:1b:2c:3d:4e:5f, or its beginning as 00:e0:4c.",
    )
    source_id = fields.Many2one(
        "ipai.source", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    note = fields.Char(help="What it is, such as the dock of the meeting room.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _value_uniq = UniqueIndex(
        "(company_id, kind, value, COALESCE(source_id, 0))", "This value is listed already."
    )

    @api.model
    def _among(self, company, wanted, source_id):
        """Return the (kind, value) among what reports have that is known to be shared.

        :param wanted: {kind: values}
        """
        values = [value for kind in (SERIAL, MAC, TAG, SOURCE_ID) for value in wanted[kind]]
        domain = [("company_id", "=", company.id), ("value", "in", values)]
        return {
            (line.kind, (source_id, line.value) if line.kind == SOURCE_ID else line.value)
            for line in self.search_fetch(domain, ["kind", "value", "source_id"])
            if line.kind != SOURCE_ID or line.source_id.id == source_id
        }

    @api.model
    def _docks(self, company):
        """Return the beginnings of the MAC addresses of docks and adapters."""
        lines = self.search_fetch([("company_id", "=", company.id), ("kind", "=", DOCK)], ["value"])
        return (*DOCK_MAKERS, *(line.value.strip().lower() for line in lines))

    @api.model
    def _learn(self, company, found, source):
        """Note (kind, value) that a run has found on several machines."""
        kinds = dict(KINDS)
        rows = [
            (kind, value[1] if kind == SOURCE_ID else value, source.id if kind == SOURCE_ID else None)
            for kind, value in sorted(found, key=str)
            if kind in kinds
        ]  # fmt: skip
        for kind, value, source_id in rows:
            self.env.cr.execute(
                """
                INSERT INTO ipai_shared_identity (kind, value, source_id, company_id, create_uid, create_date)
                VALUES (%s, %s, %s, %s, %s, now() at time zone 'UTC') ON CONFLICT DO NOTHING
                """,
                [kind, value, source_id, company.id, self.env.uid],
            )
        if rows:
            self.invalidate_model()

    @api.model
    def _evidence_words(self):
        """Return (row of the table of strengths, what it is called)."""
        return [
            (weighing.SOURCE_ID, self.env._("ID in the source")),
            (weighing.RECENT_ID, self.env._("ID in the source, reported until lately,")),
            (weighing.FORMER_ID, self.env._("former ID in the source")),
            (weighing.SERIAL, self.env._("serial number")),
            (weighing.UUID, self.env._("UUID")),
            (weighing.MAC, self.env._("MAC address")),
            (weighing.TAG, self.env._("asset tag")),
            (weighing.NAME, self.env._("host name")),
            (weighing.SHORT_NAME, self.env._("host name without its domain")),
            (weighing.DISPLAY_NAME, self.env._("name")),
            (weighing.WEAK_MAC, self.env._("MAC address that a system chose itself")),
            (weighing.OTHER_CARD, self.env._("MAC address")),
            (weighing.ADAPTER, self.env._("MAC address of a dock or adapter")),
            (weighing.OTHER_MAKER, self.env._("serial number of another manufacturer")),
            (weighing.ADDRESS, self.env._("IP address")),
            (weighing.COMMON_NAME, self.env._("name that many machines have")),
            (weighing.RESOLVED, self.env._("IP address")),
            (weighing.SHARED_VALUE, self.env._("value that several machines have")),
        ]
