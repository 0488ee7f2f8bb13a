# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.secret_shapes import found_in

from .. import locators
from ..vaults import addresses, own_secret, policies

KINDS = [
    ("hashicorp", "HashiCorp Vault or OpenBao (KV version 2)"),
    ("bitwarden", "Bitwarden or Vaultwarden"),
    ("uri", "Another, by address"),
]
SOURCES = [
    ("file", "File in the folder of secrets"),
    ("env", "Environment variable"),
    ("conf", "Configuration of the server"),
]
STATES = [
    ("unchecked", "Not Checked"),
    ("ok", "OK"),
    ("too_powerful", "Too Powerful"),
    ("cannot_check", "Cannot Check"),
    ("sealed", "Sealed"),
    ("unreachable", "Unreachable"),
    ("forbidden", "Forbidden"),
]
EVIDENCE = frozenset(
    {
        "state",
        "problem",
        "privileges_found",
        "privileges_asked_on",
        "checked_on",
        "credential_expires_on",
        "override_reason",
        "override_until",
        "override_by_id",
        "check_requested",
        "discovery_requested",
        "discovered_on",
        "run",
        "is_run_open",
        "run_started_on",
        "run_ended_on",
        "retry_on",
        "failures",
    }
)
"""What only the checks and the methods here write: evidence, and where a run stands."""
IDENTITY = ("kind", "address", "namespace", "mounts", "credential_source", "credential_name")
"""What makes it another vault, or another token: after a change it is checked anew before it is used."""


class IpaiVault(models.Model):
    _name = "ipai.vault"
    _description = "Vault"
    _inherit = ["ipai.credential.evidence", "mail.thread"]
    _order = "name, id"
    _check_company_auto = True
    _secrets_never = True

    _evidence = EVIDENCE

    name = fields.Char(required=True, tracking=True, help="As in: OpenBao in the lab.")
    kind = fields.Selection(KINDS, required=True, default="hashicorp", tracking=True)
    address = fields.Char(
        tracking=True, help="As in https://vault.example:8200; http only to this machine itself."
    )
    namespace = fields.Char(
        help="Of Vault Enterprise or OpenBao; empty for the root.", tracking=True
    )
    mounts = fields.Char(
        tracking=True,
        help="Where its KV engines are mounted, by commas. Empty: the first part of each locator.",
    )
    credential_source = fields.Selection(
        SOURCES,
        "Our Credential From",
        default="file",
        tracking=True,
        help="Our own token is never kept in Odoo: it is read from there at each check.",
    )
    credential_name = fields.Char(
        "Named", tracking=True, help="Name of the file, of the variable or of the entry."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    policy_text = fields.Text("Policy to Paste", compute="_compute_policy_text")
    reference_ids = fields.One2many("ipai.credential.ref", "vault_id", "References")
    reference_count = fields.Integer(compute="_compute_reference_count")

    state = fields.Selection(
        STATES, default="unchecked", required=True, readonly=True, copy=False, tracking=True
    )
    explanation = fields.Char(compute="_compute_explanation")
    problem = fields.Char(readonly=True, copy=False)
    privileges_found = fields.Text(
        "Too Much",
        readonly=True,
        copy=False,
        # It names places of references, some of which only their teams know.
        groups="ipai_base.group_manager",
    )
    privileges_asked_on = fields.Datetime("Privileges Asked", readonly=True, copy=False)
    badge = fields.Selection(
        [("green", "Could not read"), ("amber", "Asked long ago"), ("red", "Not proved")],
        compute="_compute_badge",
    )
    badge_text = fields.Char("Proof", compute="_compute_badge")
    checked_on = fields.Datetime("Last Check", readonly=True, copy=False)
    credential_expires_on = fields.Datetime("Our Credential Expires", readonly=True, copy=False)

    override_reason = fields.Char(readonly=True, copy=False, tracking=True)
    override_until = fields.Datetime(readonly=True, copy=False, tracking=True)
    override_by_id = fields.Many2one("res.users", "Overridden By", readonly=True, copy=False)
    is_overridden = fields.Boolean(compute="_compute_is_overridden")

    check_requested = fields.Boolean(readonly=True, copy=False)
    discovery_requested = fields.Boolean(readonly=True, copy=False)
    discovered_on = fields.Datetime("Last Discovery", readonly=True, copy=False)
    finding_ids = fields.One2many(
        "ipai.vault.finding",
        "vault_id",
        "Undocumented Secrets",
        groups="ipai_base.group_manager",
    )
    finding_count = fields.Integer(compute="_compute_finding_count")
    run = fields.Integer("Number of the Run", readonly=True, copy=False, aggregator=None)
    is_run_open = fields.Boolean("Run Goes On", readonly=True, copy=False)
    run_started_on = fields.Datetime(readonly=True, copy=False)
    run_ended_on = fields.Datetime(readonly=True, copy=False)
    retry_on = fields.Datetime("Tried Again On", readonly=True, copy=False)
    failures = fields.Integer("Failures in a Row", readonly=True, copy=False, aggregator=None)

    _name_uniq = UniqueIndex(
        "(company_id, lower(name)) WHERE active", "There already is a vault of this name."
    )

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("kind", "address")
    def _check_address(self):
        for vault in self:
            if vault.kind == "uri" and not vault.address:
                continue
            try:
                addresses.check(vault.address)
            except addresses.AddressError as error:
                raise ValidationError(
                    self.env._("Address of %(vault)s: %(reason)s.", vault=vault.name, reason=error)
                ) from error

    @api.constrains("kind", "credential_source", "credential_name")
    def _check_credential_name(self):
        for vault in self:
            if vault.kind == "uri" or not (vault.credential_source and vault.credential_name):
                continue
            if reason := own_secret.check_name(vault.credential_source, vault.credential_name):
                raise ValidationError(
                    self.env._(
                        "Our credential for %(vault)s: %(reason)s.", vault=vault.name, reason=reason
                    )
                )

    @api.constrains("mounts")
    def _check_mounts(self):
        for vault in self:
            for mount in vault._mounts():
                if set(mount) & set("?#%*+\\ ") or {"", ".", ".."} & set(mount.split("/")):
                    raise ValidationError(
                        self.env._(
                            "%s cannot be the name of a mount; write it as the vault does.", mount
                        )
                    )

    # -- computes ----------------------------------------------------------------------------

    @api.depends("kind", "mounts", "reference_ids.locator")
    def _compute_policy_text(self):
        for vault in self:
            vault.policy_text = policies.text(vault.kind, vault._used_mounts())

    def _compute_reference_count(self):
        groups = self.env["ipai.credential.ref"]._read_group(
            [("vault_id", "in", self.ids)], ["vault_id"], ["__count"]
        )
        counts = {vault.id: count for vault, count in groups}
        for vault in self:
            vault.reference_count = counts.get(vault.id, 0)

    @api.depends_context("uid")
    def _compute_finding_count(self):
        """Those that the user may know of: managers only."""
        Finding, counts = self.env["ipai.vault.finding"], {}
        if Finding.has_access("read"):
            groups = Finding._read_group([("vault_id", "in", self.ids)], ["vault_id"], ["__count"])
            counts = {vault.id: count for vault, count in groups}
        for vault in self:
            vault.finding_count = counts.get(vault.id, 0)

    @api.depends("state", "problem", "kind")
    def _compute_explanation(self):
        texts = self._explanations()
        for vault in self:
            told = texts.get(vault.state, "")
            if vault.kind == "uri":
                told = self.env._("Nothing is asked of such a vault: people declare what they did.")
            vault.explanation = " ".join(filter(None, (told, vault.problem)))

    def _explanations(self):
        return {
            "unchecked": self.env._(
                "It was not checked since it was made or changed, and is not used before: press Check."
            ),
            "ok": self.env._("It answers, and our token can tell dates only."),
            "too_powerful": self.env._(
                "Our token can do more than tell dates. Checks stop until it is replaced by one with the "
                "policy below, or until a manager overrides this with a reason and an end."
            ),
            "cannot_check": self.env._(
                "What our token can do could not be found out, and that is no proof. Checks stop."
            ),
            "sealed": self.env._("Dates stay as they were."),
            "unreachable": self.env._("Dates stay as they were, and it is tried again."),
            "forbidden": self.env._(
                "Dates stay as they were. Renew our credential where it is kept."
            ),
        }

    @api.depends("state", "privileges_asked_on")
    def _compute_badge(self):
        now = fields.Datetime.now()
        for vault in self:
            asked = vault.privileges_asked_on
            if vault.state in ("too_powerful", "cannot_check", "unchecked") or not asked:
                vault.badge = "red"
                vault.badge_text = self.env._("It is not proved that our token cannot read.")
                continue
            # Of a moment to come some clock was wrong: that is no proof of today either.
            fresh = timedelta(minutes=-5) < now - asked <= timedelta(days=1)
            vault.badge = "green" if fresh else "amber"
            local = fields.Datetime.context_timestamp(vault, asked)
            vault.badge_text = self.env._(
                "Our token could not read, asked at %s. That says nothing of later policies or other tokens.",
                local.strftime("%Y-%m-%d %H:%M %Z"),
            )

    @api.depends("override_until")
    def _compute_is_overridden(self):
        now = fields.Datetime.now()
        for vault in self:
            vault.is_overridden = bool(vault.override_until and vault.override_until > now)

    # -- records -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._normalize(vals)
        changed = self.filtered(
            lambda vault: any(name in vals and vault[name] != vals[name] for name in IDENTITY)
        )
        result = super().write(vals)
        if changed:
            changed.sudo()._forget()
        return result

    def _normalize(self, vals):
        vals = dict(vals)
        for name in ("name", "address", "namespace", "mounts", "credential_name"):
            if isinstance(vals.get(name), str):
                vals[name] = vals[name].strip() or False
        if vals.get("address"):
            vals["address"] = vals["address"].rstrip("/")
        if vals.get("mounts"):
            parts = (part.strip().strip("/") for part in vals["mounts"].split(","))
            vals["mounts"] = ", ".join(filter(None, parts))
        return vals

    def _forget(self):
        """What was found out held for the vault or the token that it was before."""
        self.write(
            {
                "state": "unchecked",
                "problem": False,
                "privileges_found": False,
                "privileges_asked_on": False,
                "credential_expires_on": False,
                "override_reason": False,
                "override_until": False,
                "override_by_id": False,
                "is_run_open": False,
                "check_requested": False,
                "retry_on": False,
                "failures": 0,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for vault in self:
            if count := len(vault.sudo().with_context(active_test=False).reference_ids):
                raise UserError(
                    self.env._(
                        "%(vault)s holds what %(count)s references lead to. Archive it instead, or move "
                        "them to another vault first.",
                        vault=vault.name,
                        count=count,
                    )
                )

    def _mounts(self):
        self.ensure_one()
        return [mount.strip() for mount in (self.mounts or "").split(",") if mount.strip()]

    def _used_mounts(self):
        """The mounts that are named, else the first part of each locator."""
        self.ensure_one()
        if named := self._mounts():
            return named
        locators = self.reference_ids.filtered("locator").mapped("locator")
        return sorted({locator.partition("/")[0] for locator in locators})

    # -- actions -----------------------------------------------------------------------------

    def action_check(self):
        """Queue a check of the vault and of all its references; the form follows when it is done."""
        self.check_access("write")
        self.sudo().write({"check_requested": True, "retry_on": False})
        self._wake_checks()
        return True

    def action_discover(self):
        """Queue a look at the vault's own tree, for secrets that no reference leads to."""
        self.check_access("write")
        for vault in self:
            if vault.kind != "hashicorp":
                raise UserError(
                    self.env._("%s does not tell what is in it; only KV engines do.", vault.name)
                )
        self.sudo().discovery_requested = True
        return self.action_check()

    def action_view_findings(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_vault_finding_action"
        )
        return {**action, "domain": [("vault_id", "=", self.id)]}

    def action_override(self, reason, until):
        """Let checks go on with a token that is too powerful, until then, for a reason that stays on record.

        :raises UserError: without a reason, or without an end within 30 days.
        """
        if not self.env.user.has_group("ipai_base.group_manager"):
            raise AccessError(self.env._("Only a manager lets checks go on with such a token."))
        self.check_access("write")
        now = fields.Datetime.now()
        until = fields.Datetime.to_datetime(until)
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: who reads it in a year must understand it."))
        if found := found_in(reason):
            raise UserError(self.env._("The reason holds %s: take it out.", found))
        if not until or not now < until <= now + timedelta(days=30):
            raise UserError(self.env._("Name an end in the future, at most 30 days ahead."))
        for vault in self.sudo():
            vault.write(
                {
                    "override_reason": reason.strip(),
                    "override_until": until,
                    "override_by_id": self.env.user.id,
                }
            )
            audit.done(vault, "vault.override")
        return self.action_check()

    def action_end_override(self):
        self.check_access("write")
        self.sudo().write({"override_until": False, "check_requested": True})
        self._wake_checks()
        return True

    def action_view_references(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_credential_ref_action"
        )
        action["domain"] = [("vault_id", "=", self.id)]
        action["context"] = {"default_vault_id": self.id}
        return action

    @api.model
    def _of_pasted(self, text):
        """The one vault that a pasted link, path or command can be of; empty where none or several could be."""
        text = (text or "").strip()
        vaults = self.search([("kind", "!=", False)])
        if text.lower().startswith(("https://", "http://")):
            host = addresses.host(text)
            vaults = vaults.filtered(
                lambda one: one.address and addresses.host(one.address) == host
            )
            if len(vaults) > 1:
                [named] = parse_qs(urlsplit(text).query).get("namespace", [""])[:1]
                vaults = vaults.filtered(lambda one: (one.namespace or "").strip("/") == named)
        elif "://" in text:
            scheme = text.split("://")[0].split()[-1].strip("\"'").lower()
            kind = {"bw": "bitwarden", "vault": "hashicorp", "bao": "hashicorp"}.get(scheme, "uri")
            vaults = vaults.filtered(lambda one: one.kind == kind)
            named = vaults.filtered(lambda one: scheme in one.name.lower())
            vaults = named or vaults
        else:
            vaults = vaults.filtered(lambda one: one._reads(text))
        return vaults if len(vaults) == 1 else self.browse()

    def _parsed(self, text):
        """Where in this vault a pasted text leads.

        :raises LocatorError: when it leads nowhere.
        """
        return locators.parse(self.kind, text, self._mounts())

    def _reads(self, text):
        """Whether a vault of this kind makes something of the text."""
        try:
            return bool(self._parsed(text))
        except locators.LocatorError:
            return False

    @api.model
    def _wake_checks(self):
        self.env.ref("ipai_credential_ref.cron_check").sudo()._trigger()
