# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ipai_base.compat import Index, UniqueIndex
from odoo.addons.ipai_base.trees import lock_chain

from .. import identity
from ..linkage.texts import one_form
from ..taken import fill_asset_tags, refuse_taken

STATUSES = [
    ("planned", "Planned"),
    ("active", "Active"),
    ("maintenance", "In Maintenance"),
    ("missing", "Missing"),
    ("decommissioned", "Decommissioned"),
]
ENVIRONMENTS = [
    ("production", "Production"),
    ("staging", "Staging"),
    ("test", "Test"),
    ("development", "Development"),
    ("lab", "Lab"),
]
CRITICALITIES = [
    ("low", "Low"),
    ("medium", "Medium"),
    ("high", "High"),
    ("critical", "Critical"),
]
IDENTITY_FIELDS = (
    "name",
    "hostname",
    "asset_tag",
    "customer_id",
    "company_id",
    "status",
    "active",
)
NAME_LENGTH = 200
TRANSITIONS = {
    "planned": ("active", "decommissioned"),
    "active": ("maintenance", "missing", "decommissioned"),
    "maintenance": ("active", "missing", "decommissioned"),
    "missing": ("active", "decommissioned"),
    "decommissioned": ("planned", "active"),
}
SEARCH_STATISTICS = 1000  # entries of the planner's histogram of search_text


class IpaiAsset(models.Model):
    _name = "ipai.asset"
    _description = "IT Asset"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "hostname", "asset_tag", "serial_number"]
    _announced = ("asset.created", "asset.changed", "asset.deleted")
    _announced_fields = ("hostname", "asset_tag", "type_id", "status", "customer_id", "site_id")

    # What it is
    name = fields.Char(required=True, tracking=True)
    hostname = fields.Char(tracking=True, help="Unique per customer, whatever the case.")
    hostname_key = fields.Char(compute="_compute_hostname_key", store=True, index="btree_not_null")
    type_id = fields.Many2one(
        "ipai.asset.type", required=True, index=True, ondelete="restrict", tracking=True
    )
    type_icon = fields.Selection(related="type_id.icon", string="Type Icon")
    manufacturer_id = fields.Many2one(
        "ipai.manufacturer",
        compute="_compute_manufacturer_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    model_id = fields.Many2one(
        "ipai.asset.model",
        domain="[('manufacturer_id', '=?', manufacturer_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    serial_number = fields.Char(tracking=True)
    serial_key = fields.Char(
        compute="_compute_serial_key",
        store=True,
        index="btree_not_null",
        help="The serial number for matching; empty for a vendor's placeholder.",
    )
    asset_tag = fields.Char(copy=False, help="Left empty, the next number is taken.")
    operating_system_id = fields.Many2one(
        "ipai.operating.system", index="btree_not_null", ondelete="restrict", tracking=True
    )
    os_version = fields.Char("OS Version", tracking=True)
    properties = fields.Properties(
        "Extra Fields", definition="type_id.properties_definition", copy=True
    )

    # Where it is
    host_id = fields.Many2one(
        "ipai.asset",
        "Runs On",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The machine that carries this one: the hypervisor of a virtual machine.",
    )
    guest_ids = fields.One2many("ipai.asset", "host_id", "Carries")
    site_id = fields.Many2one(
        "ipai.site", check_company=True, index="btree_not_null", ondelete="restrict", tracking=True
    )
    location = fields.Char("Room or Rack", help="As in: Rack A, unit 12.")
    environment = fields.Selection(ENVIRONMENTS)

    # Whose it is
    owner_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        tracking=True,
        help="Who answers for it, and is reminded of what expires.",
    )
    customer_id = fields.Many2one(
        "res.partner",
        domain=[("is_company", "=", True)],
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The company for which it is run; empty for one's own.",
    )
    assigned_partner_id = fields.Many2one(
        "res.partner",
        "Assigned User",
        domain="[('is_company', '=', False), ('commercial_partner_id', '=?', customer_id)]",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The person who uses it, a contact of the customer.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    # How it stands
    status = fields.Selection(
        STATUSES, required=True, default="planned", index=True, tracking=True, group_expand=True
    )
    status_since = fields.Datetime(compute="_compute_status_since")
    status_reason = fields.Char("Reason", copy=False, tracking=True)
    criticality = fields.Selection(CRITICALITIES, tracking=True)
    purpose = fields.Char(help="What it is for, in one line.")
    active = fields.Boolean(default=True)
    last_seen = fields.Datetime(
        index=True, copy=False, help="When a scan or the monitoring last met it."
    )
    last_audit = fields.Datetime(copy=False, help="When a person last checked this record.")
    source = fields.Char(default="manual", copy=False, help="Where the record came from.")
    tag_ids = fields.Many2many("ipai.asset.tag", string="Tags")
    notes = fields.Html()

    # When it ends
    purchase_date = fields.Date(copy=False)
    warranty_date = fields.Date("Warranty Until", copy=False, tracking=True)
    end_of_life_date = fields.Date(
        "End of Life",
        compute="_compute_end_of_life_date",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
    )

    # How it is documented
    link_ids = fields.One2many("ipai.link", "asset_id", "Links", copy=True)
    kb_link_ids = fields.Many2many("ipai.kb.link", string="Articles")
    link_buttons = fields.Html("Open", compute="_compute_link_buttons", sanitize=False)
    interval_ids = fields.One2many("ipai.asset.interval", "asset_id", "History")
    guest_count = fields.Integer(compute="_compute_guest_count")
    kb_link_count = fields.Integer(compute="_compute_kb_link_count")
    same_serial_ids = fields.Many2many(
        "ipai.asset", compute="_compute_same_serial_ids", string="Same Serial Number"
    )

    search_text = fields.Char(
        compute="_compute_search_text",
        store=True,
        index="trigram",
        help="All that one looks for an asset by, so that one index answers a fragment of it.",
    )

    # The order of the list: its first page is read off the index, not sorted out of all assets.
    _name_idx = Index("(name, id)")
    _hostname_customer_uniq = UniqueIndex(
        "(company_id, customer_id, hostname_key)"
        " WHERE active AND status <> 'decommissioned' AND hostname_key IS NOT NULL"
        " AND customer_id IS NOT NULL",
        "This customer already has an asset with this host name. "
        "Reload and look it up, or choose another host name.",
    )
    _hostname_own_uniq = UniqueIndex(
        "(company_id, hostname_key)"
        " WHERE active AND status <> 'decommissioned' AND hostname_key IS NOT NULL"
        " AND customer_id IS NULL",
        "There already is an asset with this host name and no customer. "
        "Reload and look it up, or choose another host name.",
    )
    _asset_tag_uniq = UniqueIndex(
        "(lower(asset_tag), company_id) WHERE asset_tag IS NOT NULL",
        "This asset tag is already taken. Choose another or leave it empty for the next number.",
    )

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("host_id")
    def _check_host(self):
        for asset in self:
            chain = [asset]
            while chain[-1].host_id:
                chain.append(chain[-1].host_id)
                if chain[-1] in chain[:-1]:
                    raise ValidationError(
                        self.env._(
                            "An asset cannot run on itself: %(chain)s. Choose another host.",
                            chain=" → ".join(link.name for link in chain),
                        )
                    )

    @api.constrains("customer_id", "assigned_partner_id")
    def _check_assigned_partner(self):
        for asset in self:
            user, customer = asset.assigned_partner_id, asset.customer_id
            if not user or not customer:
                continue
            if user.commercial_partner_id != customer.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(user)s is a contact of %(other)s, not of %(customer)s, the customer of "
                        "%(asset)s. Choose a contact of %(customer)s.",
                        user=user.name,
                        other=user.commercial_partner_id.name,
                        customer=customer.name,
                        asset=asset.name,
                    )
                )

    @api.constrains("name", "hostname")
    def _check_lengths(self):
        for asset in self:
            if len(asset.name) > NAME_LENGTH:
                raise ValidationError(
                    self.env._(
                        "The name “%(name)s…” has %(length)s characters; shorten it to %(limit)s "
                        "and put the rest into the notes.",
                        name=asset.name[:40],
                        length=len(asset.name),
                        limit=NAME_LENGTH,
                    )
                )
            if not identity.is_hostname(asset.hostname or "x"):
                raise ValidationError(
                    self.env._(
                        "“%(hostname)s” cannot be a host name. Use letters, digits, dots, hyphens "
                        "and underscores, at most %(limit)s of them.",
                        hostname=asset.hostname[:80],
                        limit=identity.HOSTNAME_LENGTH,
                    )
                )

    # -- computes ----------------------------------------------------------------------------

    @api.depends("model_id")
    def _compute_manufacturer_id(self):
        for asset in self:
            asset.manufacturer_id = asset.model_id.manufacturer_id or asset.manufacturer_id

    @api.depends("model_id")
    def _compute_end_of_life_date(self):
        for asset in self:
            asset.end_of_life_date = asset.end_of_life_date or asset.model_id.end_of_life_date

    @api.depends("name", "hostname", "serial_number", "asset_tag")
    def _compute_search_text(self):
        for asset in self:
            asset.search_text = "\n".join(filter(None, asset._search_texts()))

    def _search_texts(self):
        """What one looks for the asset by, a list of texts, empty ones included.

        An addon with more adds it, and the field it is read from to ``@api.depends`` of the compute.
        """
        self.ensure_one()
        return [self.name, self.hostname, self.serial_number, self.asset_tag]

    @api.depends("name", "hostname_key")
    def _compute_display_name(self):
        for asset in self:
            name, hostname = asset.name or "", asset.hostname
            told = not hostname or name.lower() == asset.hostname_key
            asset.display_name = name if told else f"{name} ({hostname})"

    def _compute_guest_count(self):
        groups = self._read_group([("host_id", "in", self.ids)], ["host_id"], ["__count"])
        counts = {host.id: count for host, count in groups}
        for asset in self:
            asset.guest_count = counts.get(asset.id, 0)

    @api.depends("hostname")
    def _compute_hostname_key(self):
        for asset in self:
            asset.hostname_key = identity.hostname_key(asset.hostname) or False

    @api.depends("serial_number")
    def _compute_serial_key(self):
        for asset in self:
            asset.serial_key = identity.usable_serial(asset.serial_number)

    @api.depends("serial_key", "company_id")
    def _compute_same_serial_ids(self):
        others = self.search(
            [("serial_key", "in", self.filtered("serial_key").mapped("serial_key"))]
        )
        for asset in self:
            asset.same_serial_ids = asset.serial_key and others.filtered(
                lambda other, asset=asset: (
                    other.serial_key == asset.serial_key
                    and other.company_id == asset.company_id
                    and other != asset._origin
                )
            )

    def _compute_status_since(self):
        opened = self.env["ipai.asset.interval"].search(
            [("asset_id", "in", self.ids), ("date_to", "=", False)]
        )
        since = {interval.asset_id.id: interval.date_from for interval in opened}
        for asset in self:
            asset.status_since = since.get(asset.id)

    @api.onchange("customer_id")
    def _onchange_customer_id(self):
        customer, user = self.customer_id, self.assigned_partner_id
        if customer and user.commercial_partner_id != customer.commercial_partner_id:
            self.assigned_partner_id = False

    @api.onchange("model_id")
    def _onchange_model_id(self):
        if self.model_id.type_id and not self.type_id:
            self.type_id = self.model_id.type_id

    # -- records -----------------------------------------------------------------------------

    def init(self):
        """Let the planner see how rare a fragment is.

        The histogram of 100 that a column has by default is too coarse for it to be used on
        ILIKE (PostgreSQL wants more than 100), and the guess in its stead lets a rare IP fragment
        be looked for along the index of names: 690 ms instead of 60 ms at 100,000 assets.
        """
        self.env.cr.execute(
            "SELECT attstattarget FROM pg_attribute"
            " WHERE attrelid = 'ipai_asset'::regclass AND attname = 'search_text'"
        )
        if self.env.cr.fetchone() != (SEARCH_STATISTICS,):
            self.env.cr.execute(
                "ALTER TABLE ipai_asset ALTER COLUMN search_text SET STATISTICS %s",
                [SEARCH_STATISTICS],
            )
            self.env.cr.execute("ANALYZE ipai_asset (search_text)")
        return super().init()

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ("ilike", "like") and isinstance(value, str):
            return [("search_text", operator, value.strip())]
        return super()._search_display_name(operator, value)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._normalize(vals) for vals in vals_list]
        self._refuse_foreign(vals_list)
        fill_asset_tags(self, vals_list)
        refuse_taken(self, [self._identity_of(vals) for vals in vals_list])
        assets = super().create(vals_list)
        assets._record_history()
        assets._announce("asset.created")
        return assets

    def write(self, vals):
        vals = self._normalize(vals)
        self._refuse_foreign([vals])
        if vals.get("active") is False:
            self.filtered(lambda asset: asset.status != "decommissioned").write(
                {"status": "decommissioned", "status_reason": self.env._("Archived")}
            )
        if "status" in vals:
            self._check_transition(vals["status"])
        if vals.keys() & set(IDENTITY_FIELDS):
            refuse_taken(self, [asset._identity_of(vals) for asset in self])
        lock_chain(self, "host_id", vals.get("host_id"))
        # When it was last seen is no change of what is documented.
        names = vals.keys() - {"last_seen", "last_audit"}
        if "model_id" in vals:
            names |= {"manufacturer_id", "end_of_life_date"}
        self._announce_changes("asset.changed", names)
        result = super().write(vals)
        if vals.keys() & {"customer_id", "type_id", "status"}:
            self._record_history()
        return result

    def unlink(self):
        self._announce("asset.deleted")
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        for asset in self:
            if any(interval.status != "planned" for interval in asset.interval_ids):
                raise UserError(
                    self.env._(
                        "%(asset)s has a history, which bills and audits are counted from, so it "
                        "cannot be deleted. Archive it instead: that decommissions it and takes it "
                        "out of the lists.",
                        asset=asset.display_name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for asset, vals in zip(self, vals_list, strict=True):
            vals["status"] = "planned"
            vals["serial_number"] = (default or {}).get("serial_number", False)
            vals["hostname"] = (default or {}).get("hostname", False)
            vals["name"] = (default or {}).get("name") or self.env._("%s (copy)", asset.name)
        return vals_list

    # -- actions -----------------------------------------------------------------------------

    def action_audited(self):
        """A person has checked the record: it says so with the date."""
        self.write({"last_audit": fields.Datetime.now()})
        return True

    def action_view_guests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [("host_id", "=", self.id)]
        action["context"] = {"default_host_id": self.id, "default_site_id": self.site_id.id}
        return action

    def action_view_same_serial(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [("id", "in", (self + self.same_serial_ids).ids)]
        return action

    def action_change_status(self):
        """Ask for reason and date, then move to ``status`` of the context, or to one's choice."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_asset.ipai_asset_transition_action"
        )
        action["context"] = {
            "default_asset_ids": self.ids,
            "default_status": self.env.context.get("target_status"),
        }
        return action

    def action_view_history(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_asset.ipai_asset_interval_action"
        )
        action["domain"] = [("asset_id", "=", self.id)]
        action["context"] = {}
        return action

    # -- whether it may be written at all -----------------------------------------------------

    def _protected_names(self, vals=None):
        """The fields of this asset that are written only once another person has approved; none here.

        :param vals: what is about to be written: the asset as it is then counts too.
        """
        self.ensure_one()
        return frozenset()

    def _write_or_propose(self, vals):
        """Write for a person at a screen: what may be written is, what must be proposed is proposed.

        :return: asset id → (names of the fields that were proposed, the proposal in words); empty where
            everything was written.
        """
        self.write(vals)
        return {}

    # -- identity ---------------------------------------------------------------------------

    def _normalize(self, vals):
        """A copy of ``vals`` with identities in their one spelling.

        An addon with more identities raises ValidationError for what is none.
        """
        vals = dict(vals)
        for name in ("name", "hostname", "serial_number", "asset_tag"):
            if isinstance(vals.get(name), str):
                vals[name] = one_form(vals[name]) or False
        if vals.get("hostname"):
            vals["hostname"] = vals["hostname"].rstrip(".") or False
        return vals

    def _identity_of(self, vals):
        """``IDENTITY_FIELDS`` as they are to be: from ``vals``, else from the asset."""
        state = {
            "name": self.name,
            "hostname": self.hostname,
            "asset_tag": self.asset_tag,
            "customer_id": self.customer_id.id,
            "company_id": self.company_id.id or self.env.company.id,
            "status": self.status or "planned",
            "active": self.active if self else True,
        }
        return {name: vals.get(name, value) for name, value in state.items()}

    # -- life -------------------------------------------------------------------------------

    def _check_transition(self, status):
        """Refuse a change of status that the life of an asset does not know.

        :raises UserError: naming the asset, or what still runs on one to be decommissioned.
        """
        labels = dict(self._fields["status"]._description_selection(self.env))
        for asset in self:
            if status != asset.status and status not in TRANSITIONS[asset.status]:
                raise UserError(
                    self.env._(
                        "%(asset)s is %(old)s and cannot become %(new)s directly. "
                        "From there it can become: %(choices)s.",
                        asset=asset.display_name,
                        old=labels[asset.status],
                        new=labels.get(status, status),
                        choices=", ".join(labels[choice] for choice in TRANSITIONS[asset.status]),
                    )
                )
        if status == "decommissioned":
            guests = self._guests_in_service() - self
            if guests:
                raise UserError(
                    self.env._(
                        "%(guests)s still run on %(host)s. Move or decommission them first, or use "
                        "the button Decommission, which asks what shall become of them.",
                        guests=", ".join(guests[:5].mapped("display_name")),
                        host=", ".join(guests.host_id.mapped("display_name")),
                    )
                )

    def _guests_in_service(self):
        """What runs on these assets and is not decommissioned."""
        return (
            self.sudo()
            .search([("host_id", "in", self.ids), ("status", "!=", "decommissioned")])
            .with_env(self.env)
        )

    def _guests_below(self):
        """What runs on these assets, and on what runs on them, not decommissioned."""
        found, level = self.browse(), self
        while level:
            level = level._guests_in_service() - found - self
            found |= level
        return found

    def _describe_dependents(self):
        """What else hangs on these assets, a line each, for the person who ends them."""
        lines = []
        for asset in self:
            if asset.assigned_partner_id:
                lines.append(
                    self.env._(
                        "%(asset)s is assigned to %(user)s.",
                        asset=asset.name,
                        user=asset.assigned_partner_id.display_name,
                    )
                )
            if asset.kb_link_ids:
                lines.append(
                    self.env._(
                        "%(asset)s is named in: %(articles)s.",
                        asset=asset.name,
                        articles=", ".join(asset.kb_link_ids.mapped("name")),
                    )
                )
            if asset.link_ids:
                lines.append(
                    self.env._(
                        "%(asset)s has links that may go dead: %(links)s.",
                        asset=asset.name,
                        links=", ".join(asset.link_ids.mapped("name")),
                    )
                )
        return lines

    def _change_status(self, status, reason, moment):
        """Move to ``status`` as of ``moment`` (UTC, not in the future), with the reason why."""
        changed = self.filtered(lambda asset: asset.status != status)
        changed._write_or_propose({"status": status, "status_reason": reason})
        # Of those that wait for a decision nothing has happened yet.
        moved = changed.filtered(lambda asset: asset.status == status)
        # Narrow: of assets that the caller has just written.
        self.env["ipai.asset.interval"].sudo()._move_start(moved, moment.replace(microsecond=0))

    def _record_history(self):
        """Keep the intervals of (customer, type, status) in step with the assets."""
        self.flush_recordset(["customer_id", "type_id", "status"])
        self.env["ipai.asset.interval"].sudo()._follow(self)
