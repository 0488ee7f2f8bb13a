# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_asset.tests.common import AssetCase


class RelationCase(AssetCase):
    """``pve01`` carries ``dc01``, which carries the service Resolver; Webmail depends on that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runs_on = cls.env.ref("ipai_topology.relation_type_runs_on")
        cls.depends_on = cls.env.ref("ipai_topology.relation_type_depends_on")
        cls.documents = cls.env.ref("ipai_topology.relation_type_documents")
        cls.connected_to = cls.env.ref("ipai_topology.relation_type_connected_to")
        cls.pve01 = cls.new_asset("pve01", status="active", owner_id=cls.manager.id)
        cls.dc01 = cls.new_asset(
            "dc01", status="active", type_id=cls.virtual_machine.id, host_id=cls.pve01.id
        )
        cls.dns = cls.new_service("Resolver", owner_id=cls.technician.id)
        cls.mail = cls.new_service("Webmail", customer_id=cls.acme.id)
        cls.dns_on_dc01 = cls.relate(cls.dns, cls.runs_on, cls.dc01, role="primary")
        cls.mail_needs_dns = cls.relate(cls.mail, cls.depends_on, cls.dns)

    @classmethod
    def new_asset(cls, name, user=None, **vals):
        """One that is there: what is planned does not fail."""
        return super().new_asset(name, user, **{"status": "active", **vals})

    @classmethod
    def new_service(cls, name, user=None, **vals):
        return (
            cls.env["ipai.service"].with_user(user or cls.technician).create({"name": name, **vals})
        )

    @classmethod
    def relate(cls, source, kind, target, user=None, **vals):
        return (
            cls.env["ipai.relation"]
            .with_user(user or cls.technician)
            .create(
                {
                    f"source_{source._relation_end()}": source.id,
                    "type_id": kind.id,
                    f"target_{target._relation_end()}": target.id,
                    **vals,
                }
            )
        )

    @classmethod
    def group(cls, dependent, providers, needed):
        """``dependent`` needs so many of the providers."""
        group = cls.env["ipai.redundancy.group"].create({"name": "spares", "needed": needed})
        for provider in providers:
            cls.relate(dependent, cls.depends_on, provider, redundancy_group_id=group.id)
        return group

    def lines(self, record):
        """How the relations of a record read from it, as (label, other end)."""
        self.env.flush_all()
        record.invalidate_recordset(["relation_line_ids"])
        return [(line.name, line._other().name) for line in record.relation_line_ids]

    def names(self, steps):
        """The names of the nodes reached, the roots included."""
        assets, services = self.env["ipai.impact"]._records(steps)
        return set(assets.mapped("name") + services.mapped("name"))

    def what_fails(self, *records):
        """The names of what fails with the records, and of what is weakened."""
        nodes = [node for record in records for node in record._nodes()]
        outcome = self.env["ipai.impact"]._what_fails(nodes)
        return self.names(outcome.failed), self.names(outcome.weakened)
