# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ipai_base.compat import UniqueIndex, search_values

from .. import locators

KINDS = [
    ("login", "Login"),
    ("api_key", "API Key"),
    ("ssh_key", "SSH Key"),
    ("certificate", "Certificate"),
    ("service_account", "Service Account"),
    ("wifi", "Wi-Fi"),
    ("licence", "License"),
]
STATES = [
    ("unchecked", "Not Checked"),
    ("ok", "OK"),
    ("mismatch", "Mismatch"),
    ("missing", "Missing"),
    ("deleted", "Deleted"),
    ("destroyed", "Destroyed"),
    ("empty", "Empty"),
    ("forbidden", "Forbidden"),
    ("unreachable", "Unreachable"),
    ("unverifiable", "Unverifiable"),
]
EVIDENCE = frozenset(
    {
        "state",
        "problem",
        "checked_on",
        "checked_run",
        "check_requested",
        "verified_on",
        "verified_version",
        "verified_by",
        "expires_on",
        "vault_interval",
    }
)
"""What only a check writes."""


class IpaiCredentialRef(models.Model):
    """Where a secret is, whose, what it opens and when it was changed; never the secret."""

    _name = "ipai.credential.ref"
    _description = "Credential Reference"
    _inherit = [
        "ipai.credential.evidence",
        "ipai.bounded.calendar",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _calendar_start = "due_on"
    _calendar_groups = ["state", "owner_id"]
    _order = "name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "locator"]
    _announced = ("rotation.due",)

    _evidence = EVIDENCE
    _secrets_never = True  # No policy lets one in, where people are most likely to paste one.

    # What it is and where
    name = fields.Char(required=True, tracking=True, index="trigram", help="As in: pfsense_admin.")
    kind = fields.Selection(KINDS, required=True, default="login", tracking=True)
    vault_id = fields.Many2one(
        "ipai.vault",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    vault_kind = fields.Selection(related="vault_id.kind", string="Kind of Vault")
    vault_state = fields.Selection(related="vault_id.state", string="State of the Vault")
    vault_badge = fields.Selection(
        related="vault_id.badge", string="Proof That It Could Not Be Read"
    )
    vault_badge_text = fields.Char(related="vault_id.badge_text", string="Proof")
    locator = fields.Char(
        tracking=True,
        index=True,
        copy=False,
        help="Paste the link or the path that the vault shows: mount and path, an item, or an address.",
    )
    deep_link = fields.Char("Page in the Vault", compute="_compute_deep_link")
    username_hint = fields.Char("User Name", help="As whom one signs in; never the password.")
    asset_ids = fields.Many2many("ipai.asset", string="Opens Assets", check_company=True)
    service_ids = fields.Many2many("ipai.service", string="Opens Services", check_company=True)
    customer_id = fields.Many2one(
        "res.partner",
        domain=[("is_company", "=", True)],
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    # Whose it is
    owner_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
        tracking=True,
        help="Rotates it, and is reminded.",
    )
    approver_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        tracking=True,
        help="Decides who gets access, and is told when a rotation is overdue.",
    )
    team_ids = fields.Many2many(
        "ipai.credential.team",
        string="Teams",
        check_company=True,
        help="Only their members, the owner and the approver know of it. Empty: everybody who may read.",
    )
    mfa_required = fields.Boolean("MFA Required", tracking=True)
    break_glass = fields.Text(help="How one gets in when the vault cannot be reached.")
    note = fields.Text()

    # Public halves
    certificate_not_after = fields.Date("Certificate Ends", tracking=True)
    ssh_fingerprint = fields.Char("SSH Fingerprint", help="As in SHA256:…, of the public key.")

    # When it was rotated
    policy_id = fields.Many2one(
        "ipai.rotation.policy",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    declared_on = fields.Date(
        "Declared Rotation", tracking=True, copy=False, help="When a person says it was changed."
    )
    declared_version = fields.Integer(copy=False, aggregator=None, tracking=True)
    verified_on = fields.Datetime(
        readonly=True, copy=False, help="When the vault says that the current version was written."
    )
    verified_version = fields.Integer(readonly=True, copy=False, aggregator=None)
    verified_by = fields.Char("Written By", readonly=True, copy=False)
    verified_by_text = fields.Char("Written By (Reported)", compute="_compute_verified_by_text")
    expires_on = fields.Datetime(
        readonly=True, copy=False, help="When the vault deletes this version by itself."
    )
    vault_interval = fields.Integer(
        "Interval in the Vault", readonly=True, copy=False, aggregator=None
    )
    rotated_on = fields.Date("Last Rotation", compute="_compute_due_on", store=True)
    due_on = fields.Date("Rotation Due", compute="_compute_due_on", store=True, index=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    # What the check found
    state = fields.Selection(
        STATES, required=True, default="unchecked", readonly=True, copy=False, index=True
    )
    explanation = fields.Char(compute="_compute_explanation")
    problem = fields.Char(readonly=True, copy=False)
    checked_on = fields.Datetime("Last Check", readonly=True, copy=False)
    checked_run = fields.Integer(readonly=True, copy=False, aggregator=None)
    check_requested = fields.Boolean("Check Queued", readonly=True, copy=False)

    _locator_uniq = UniqueIndex(
        "(vault_id, locator) WHERE active AND locator IS NOT NULL AND vault_id IS NOT NULL",
        "There already is a reference to this place in this vault, perhaps one that you may not see.",
    )

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("locator", "vault_id")
    def _check_locator(self):
        for reference in self:
            if not reference.locator or not reference.vault_id:
                continue
            mounts = reference.vault_id._mounts()
            if reference.vault_kind == "hashicorp" and mounts:
                if not any(reference.locator.startswith(f"{mount}/") for mount in mounts):
                    raise ValidationError(
                        self.env._(
                            "The locator is in none of the mounts of %(vault)s: %(mounts)s.",
                            vault=reference.vault_id.name,
                            mounts=", ".join(mounts),
                        )
                    )

    @api.constrains("owner_id", "approver_id")
    def _check_four_eyes(self):
        for reference in self:
            if reference.approver_id and reference.approver_id == reference.owner_id:
                raise ValidationError(
                    self.env._(
                        "%s: who owns it does not approve it as well; choose another approver.",
                        reference.name,
                    )
                )

    # -- computes ----------------------------------------------------------------------------

    @api.depends(
        *("locator", "vault_id.kind", "vault_id.address", "vault_id.namespace"),
        "vault_id.mounts",
    )
    def _compute_deep_link(self):
        for reference in self:
            vault = reference.vault_id
            reference.deep_link = bool(vault and reference.locator) and (
                locators.deep_link(
                    vault.kind,
                    vault.address,
                    reference.locator,
                    vault.namespace or None,
                    vault._mounts(),
                )
                or False
            )

    @api.depends("verified_by", "verified_version")
    def _compute_verified_by_text(self):
        for reference in self:
            told = reference.verified_by
            if not told and reference.verified_on:
                told = self.env._("not reported by this server")
            reference.verified_by_text = told

    @api.depends(
        *("verified_on", "declared_on", "vault_interval", "owner_id.tz"),
        *("policy_id.interval", "policy_id.from_vault"),
    )
    def _compute_due_on(self):
        for reference in self:
            last = reference._local_day(reference.verified_on) or reference.declared_on
            interval = reference._interval()
            reference.rotated_on = last
            reference.due_on = last and interval and fields.Date.add(last, days=interval)

    def _interval(self):
        """Days between two rotations; 0 when nothing says how many."""
        self.ensure_one()
        policy = self.policy_id
        if self.vault_interval and (policy.from_vault or not policy):
            return self.vault_interval
        return policy.interval

    def _local_day(self, moment):
        """The day of a moment where the owner is."""
        if not moment:
            return False
        zone = self.owner_id.sudo().tz or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment).date()

    @api.depends("due_on")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for reference in self:
            reference.is_overdue = bool(reference.due_on and reference.due_on < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        values, positive = search_values(operator, value)
        wanted = {bool(one) for one in values}
        if len(wanted) != 1:
            return [] if positive == (len(wanted) == 2) else [(0, "=", 1)]
        overdue = [("due_on", "<", fields.Date.context_today(self))]
        return overdue if (True in wanted) == positive else ["!", *overdue]

    @api.depends(
        "state", "problem", "verified_on", "declared_on", "declared_version", "vault_id.state"
    )
    def _compute_explanation(self):
        texts = self._explanations()
        for reference in self:
            told = texts[reference.state]
            reference.explanation = " ".join(filter(None, (told, reference.problem)))

    def _explanations(self):
        return {
            "unchecked": self.env._("The vault was not asked yet: press Check."),
            "ok": self.env._("The secret is there, and was written when it is said to have been."),
            "mismatch": self.env._(
                "A rotation is declared that the vault knows nothing of: it shows an older version."
            ),
            "missing": self.env._(
                "There is nothing at this place: it was moved, or never written."
            ),
            "deleted": self.env._(
                "The current version is deleted; it can be brought back in the vault."
            ),
            "destroyed": self.env._("The current version is destroyed for good: write a new one."),
            "empty": self.env._("The place is prepared, and no version was ever written."),
            "forbidden": self.env._(
                "Our token may not ask about this place: paste the policy of the vault once more."
            ),
            "unreachable": self.env._("There was no answer; dates are those of the last one."),
            "unverifiable": self.env._(
                "This place has no dates to ask for (it is no KV engine of version 2, or only named)."
            ),
        }

    # -- records -----------------------------------------------------------------------------

    @api.onchange("locator", "vault_id")
    def _onchange_locator(self):
        """What was pasted is read at once; what cannot be read is told when it is saved."""
        is_link = (self.locator or "").strip().lower().startswith(("https://", "http://"))
        if is_link or not self.vault_id:
            # A link says itself which vault it is of.
            self.vault_id = self.vault_id._of_pasted(self.locator) or self.vault_id
        if self.locator and self.vault_id:
            try:
                self.locator = self.vault_id._parsed(self.locator)
            except locators.LocatorError as error:
                return {"warning": {"title": self.env._("Locator"), "message": str(error)}}

    @api.onchange("policy_id")
    def _onchange_policy_id(self):
        if self.policy_id.mfa_required:
            self.mfa_required = True

    @api.model_create_multi
    def create(self, vals_list):
        new = self.browse()  # a copy is created on the record that is copied
        return super().create([new._normalize(vals) for vals in vals_list])

    def write(self, vals):
        if "locator" in vals and "vault_id" not in vals and len(self.vault_id) > 1:
            for reference in self:
                reference.write(vals)
            return True
        vals = self._normalize(vals)
        moved = self.filtered(
            lambda one: (
                ("locator" in vals and one.locator != vals["locator"])
                or ("vault_id" in vals and one.vault_id.id != vals["vault_id"])
            )
        )
        result = super().write(vals)
        if moved:
            moved.sudo()._forget()
        return result

    def _normalize(self, vals):
        """A copy of ``vals`` with the locator in its one spelling.

        :raises ValidationError: for what leads to no secret.
        """
        vals = dict(vals)
        for name in ("name", "username_hint", "ssh_fingerprint"):
            if isinstance(vals.get(name), str):
                vals[name] = vals[name].strip() or False
        vault = (
            self.env["ipai.vault"].browse(vals["vault_id"] or ())
            if "vault_id" in vals
            else self.vault_id[:1]
        )
        if "locator" in vals and not vals["locator"]:
            vals["locator"] = False
        text = vals.get("locator") or ("vault_id" in vals and self[:1].locator)
        if text:
            # Without a vault it is kept as an address or a path; the vault, once it is named, reads it again.
            kind = vault.sudo().kind or ("uri" if "://" in text else "hashicorp")
            try:
                vals["locator"] = locators.parse(
                    kind, text, vault.sudo()._mounts() if vault else ()
                )
            except locators.LocatorError as error:
                raise ValidationError(self.env._("Locator: %s.", error)) from error
        return vals

    def _forget(self):
        """What was found out held for another place."""
        self.write(
            {
                "state": "unchecked",
                "problem": False,
                "checked_on": False,
                "checked_run": 0,
                "check_requested": False,
                "verified_on": False,
                "verified_version": 0,
                "verified_by": False,
                "expires_on": False,
                "vault_interval": 0,
            }
        )

    # -- actions -----------------------------------------------------------------------------

    def action_check(self):
        """Queue a check; the form follows when it is done.

        :raises UserError: where there is nothing to ask.
        """
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("A technician asks the vault."))
        for reference in self:
            if not reference.vault_id or not reference.locator:
                raise UserError(
                    self.env._("%s: choose its vault and paste where it is first.", reference.name)
                )
        self.sudo().write({"check_requested": True})
        self.env["ipai.vault"]._wake_checks()
        return True

    def action_open_vault(self):
        self.ensure_one()
        if not self.deep_link:
            raise UserError(self.env._("This vault has no page that could be opened from here."))
        return {"type": "ir.actions.act_url", "url": self.deep_link, "target": "new"}

    # -- for programs ------------------------------------------------------------------------

    def _told(self):
        """What a program is told: where it is, and when it was changed."""
        self.ensure_one()
        vault = self.vault_id
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "vault": vault.name or None,
            "vault_kind": vault.kind or None,
            "address": vault.address or None,
            "namespace": vault.namespace or None,
            "locator": self.locator or None,
            "username_hint": self.username_hint or None,
            "owner": self.owner_id.sudo().name or None,
            "mfa_required": self.mfa_required,
            "state": self.state,
            "verified_on": self.verified_on or None,
            "verified_version": self.verified_version or None,
            "due_on": str(self.due_on) if self.due_on else None,
            "url": f"{self.get_base_url()}/odoo/credentials/{self.id}",
        }

    # -- what the check found ----------------------------------------------------------------

    def _take(self, seen_of, now, run):
        """Keep what the vault said of each: a dict of reference → Seen. What is the same is written together."""
        alike = {}
        for reference, seen in seen_of.items():
            told, dates = {"problem": seen.problem or False, "state": seen.state}, {}
            if seen.state == "ok":
                dates.update(
                    verified_on=seen.written_on,
                    verified_version=seen.version or 0,
                    verified_by=seen.writer or False,
                    expires_on=seen.expires_on or False,
                    vault_interval=seen.interval or 0,
                )
                if reference._is_contradicted(seen):
                    told["state"] = "mismatch"
            for vals in (told, dates):
                kept = {name: value for name, value in vals.items() if reference[name] != value}
                alike.setdefault(tuple(kept.items()), []).append(reference.id)
        self.browse([reference.id for reference in seen_of]).write(
            {"checked_on": now, "checked_run": run, "check_requested": False}
        )
        for kept, ids in alike.items():
            if kept:
                self.browse(ids).write(dict(kept))

    def _is_contradicted(self, seen):
        """Whether a rotation is declared that is newer than what the vault shows."""
        self.ensure_one()
        if self.declared_version and seen.version and self.declared_version > seen.version:
            return True
        return bool(self.declared_on and self.declared_on > self._local_day(seen.written_on))

    def _unanswered(self, state, problem):
        """There was no answer: the state changes, what was known before stays."""
        self.write(
            {
                "state": state,
                "problem": problem,
                "checked_on": fields.Datetime.now(),
                "check_requested": False,
            }
        )

    def _unasked(self):
        """Nothing can be asked of the vault: people declare what they did."""
        self.write(
            {"state": "unverifiable", "checked_on": fields.Datetime.now(), "check_requested": False}
        )

    def _refuse_check(self, problem):
        """Nothing was asked; why stands on each."""
        self.write({"problem": problem, "check_requested": False})
