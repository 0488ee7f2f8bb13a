# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hmac
import ipaddress
import secrets

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.base.models.res_users import KEY_CRYPT_CONTEXT

from ..compat import ALL_GROUPS_FIELD, GROUPS_FIELD, search_values
from ..http.call import Caller
from ..showing import shown_once

SECRETS = 2
PREFIX = 8
# For the cache of verified keys: it must not hold a key in clear.
PEPPER = secrets.token_bytes(32)
_verified = set()


class IpaiApiKey(models.Model):
    _name = "ipai.api.key"
    _description = "API Key"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="Who uses it, as in: n8n in the lab.")
    active = fields.Boolean(default=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        help="Calls act with the rights of this user: make one for each program.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="Answers for what the program does, and so does not decide what it proposes.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="Calls see and write the records of this company only.",
    )
    scope_ids = fields.Many2many("ipai.api.scope", string="Scopes", help="What it opens.")
    ip_ranges = fields.Text(
        "Addresses",
        help="Networks it may be used from, one a line, as in 192.0.2.0/24. Empty: from anywhere.",
    )
    expiration_date = fields.Datetime("Expires", help="Refused from then on. Empty: never.")
    read_limit = fields.Integer("Reads a Minute", default=30, required=True, aggregator=None)
    write_limit = fields.Integer("Writes a Minute", default=10, required=True, aggregator=None)
    execute_limit = fields.Integer(
        "Executions a Minute", default=10, required=True, aggregator=None
    )
    secret_ref = fields.Char(compute="_compute_secret_ref", search="_search_secret_ref")
    secret_ids = fields.Many2many(
        "ipai.api.secret", string="Secrets", compute="_compute_secret_ids"
    )
    last_used_date = fields.Datetime("Last Used", compute="_compute_last_used_date")

    def init(self):
        self.env.cr.execute(
            """
            CREATE TABLE IF NOT EXISTS ipai_api_counter (
                subject varchar NOT NULL,
                bucket varchar NOT NULL,
                hits integer NOT NULL,
                since timestamptz NOT NULL,
                last timestamptz NOT NULL,
                PRIMARY KEY (subject, bucket)
            )
            """
        )
        return super().init()

    def _compute_secret_ref(self):
        for key in self:
            key.secret_ref = f"{key._name},{key.id}"

    def _search_secret_ref(self, operator, value):
        values, positive = search_values(operator, value)
        ids = [int(ref.rpartition(",")[2]) for ref in values if ref]
        return [("id", "in" if positive else "not in", ids)]

    @api.depends_context("uid")
    def _compute_secret_ids(self):
        refs = self.mapped("secret_ref")
        found = self.env["ipai.api.secret"].search([("scope", "in", refs)])
        for key in self:
            key.secret_ids = found.filtered(lambda secret, ref=key.secret_ref: secret.scope == ref)

    def _compute_last_used_date(self):
        self.env.cr.execute(
            """
            SELECT subject, max(last) AT TIME ZONE 'UTC' FROM ipai_api_counter
             WHERE subject = ANY(%s) GROUP BY subject
            """,
            [[f"key:{key.id}" for key in self]],
        )
        last = dict(self.env.cr.fetchall())
        for key in self:
            moment = last.get(f"key:{key.id}")
            key.last_used_date = moment and moment.replace(microsecond=0)

    @api.constrains("ip_ranges")
    def _check_ip_ranges(self):
        for key in self:
            for line in (key.ip_ranges or "").split():
                try:
                    ipaddress.ip_network(line)
                except ValueError as error:
                    raise ValidationError(
                        self.env._(
                            "%(line)s is not a network (%(reason)s): write it as 192.0.2.0/24.",
                            line=line,
                            reason=error,
                        )
                    ) from error

    @api.constrains("read_limit", "write_limit", "execute_limit")
    def _check_limits(self):
        for key in self:
            if min(key.read_limit, key.write_limit, key.execute_limit) < 0:
                raise ValidationError(self.env._("A limit is zero or more calls a minute."))

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        """A key gives no more than its maker has, and only a company that its user may see."""
        for key in self:
            user = key.user_id.sudo()
            if key.company_id not in user.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s may not see %(company)s: allow it on the user, or choose another.",
                        user=user.name,
                        company=key.company_id.name,
                    )
                )
            more = user[ALL_GROUPS_FIELD] - self.env.user.sudo()[ALL_GROUPS_FIELD]
            # Constraints run as superuser; the question is who is behind it.
            if more and not self.env(su=False).is_system():
                raise ValidationError(
                    self.env._(
                        "%(user)s has rights that you do not have (%(groups)s):"
                        " choose another user, or ask an administrator.",
                        user=user.name,
                        groups=", ".join(more.mapped("name")),
                    )
                )

    def write(self, vals):
        if vals.keys() & {"user_id", "company_id"} and any(key.secret_ids for key in self):
            raise UserError(
                self.env._("A key in use keeps its user and company: make another key instead.")
            )
        result = super().write(vals)
        for key in self:
            key._audit("api.key.change", field_names=", ".join(sorted(vals)))
        return result

    def action_issue(self):
        """Make a secret and show it, this once."""
        secret = self._issue()
        return shown_once(
            self.env,
            self.env._("API Key Ready"),
            secret,
            [
                self._opens(),
                self.env._(
                    "Give it to the program: it sends it with each call, as /ipai/docs says."
                ),
            ],
            after=[(self.env._("Try it"), self._sample())],
        )

    def _opens(self):
        """What the key opens, in a sentence: each scope, and with whose rights."""
        scopes = [f"{scope.code} ({scope.description})" for scope in self.scope_ids]
        return self.env._(
            "It opens: %(scopes)s. It does so with the rights of %(user)s, and opens nothing else.",
            scopes="; ".join(scopes) or self.env._("nothing yet, for it has no scope"),
            user=self.user_id.name,
        )

    def _sample(self):
        """A call that this key may make, without the secret: that is read from the environment."""
        path = self.env["ir.http"]._ipai_sample_path(set(self.scope_ids.mapped("code")))
        return (
            f'read -rs IPAI_KEY && curl -sS -H "Authorization: Bearer $IPAI_KEY" '
            f"{self.get_base_url()}{path}"
        )

    def action_revoke(self):
        """End the keys with all their secrets at once."""
        for key in self:
            key._revoke(key.secret_ids)
        self.write({"active": False})
        return True

    def _issue(self):
        """A new secret of the key in clear: the only time that it can be read."""
        self.ensure_one()
        self.check_access("write")
        self._check_user()
        if len(self.secret_ids) >= SECRETS:
            raise UserError(
                self.env._("This key has two secrets already: revoke one, then issue a new one.")
            )
        holder = self.env["ipai.api.secret"].with_user(self.user_id).sudo()
        secret = holder._generate(self.secret_ref, self.name, None)
        self._forget_secrets()
        self._audit("api.key.issue", target_detail=secret[:PREFIX])
        if not self.active:
            self.write({"active": True})
        return secret

    def _revoke(self, revoked):
        self.check_access("write")
        if revoked:
            prefixes = ", ".join(revoked.mapped("prefix"))
            revoked.sudo().unlink()
            self._forget_secrets()
            self._audit("api.key.revoke", target_detail=prefixes)

    def _forget_secrets(self):
        self.invalidate_recordset(["secret_ids"])

    def _audit(self, action, target_detail="", **values):
        self.env["ipai.audit"]._append(
            "done",
            action,
            target=f"{self._name},{self.id} {target_detail}".strip(),
            user_id=self.env.uid,
            company_id=self.company_id.id,
            **values,
        )

    @api.model
    def _for_script(self, login, scopes):
        """A new secret for the bot ``login``, in clear, with the scopes; what is missing is made.

        A new bot has no password and no group but that of internal users: a person gives it more.
        Of two secrets that it has already, the older one ends.
        """
        if not self.env.is_system():
            raise AccessError(self.env._("Only an administrator makes keys for scripts."))
        found = self.env["ipai.api.scope"].search([("code", "in", scopes)])
        if unknown := set(scopes) - set(found.mapped("code")):
            known = ", ".join(self.env["ipai.api.scope"].search([], limit=100).mapped("code"))
            raise UserError(
                self.env._(
                    "Unknown scopes: %(unknown)s. There are: %(known)s.",
                    unknown=", ".join(sorted(unknown)),
                    known=known or self.env._("none"),
                )
            )
        user = self.env["res.users"].search([("login", "=", login)])
        if not user:
            groups = [Command.set(self.env.ref("base.group_user").ids)]
            user = (
                self.env["res.users"]
                .with_context(no_reset_password=True)
                .create({"name": login, "login": login, GROUPS_FIELD: groups})
            )
        codes = ", ".join(sorted(scopes)) or self.env._("no scope")
        key = self.search([("user_id", "=", user.id), ("name", "=", codes)], limit=1)
        key = key or self.create(
            {"name": codes, "user_id": user.id, "scope_ids": [Command.set(found.ids)]}
        )
        key._revoke(key.secret_ids.sorted("id")[: max(0, len(key.secret_ids) - SECRETS + 1)])
        return key._issue()

    @api.model
    def _find(self, secret, address):
        """Return ``(Caller, reason)``: the holder of a secret in clear, or None and the code of a problem."""
        self.env.cr.execute(
            """
            SELECT k.id, s.key, k.user_id, k.company_id, k.ip_ranges,
                   k.expiration_date < clock_timestamp() AT TIME ZONE 'UTC', k.expiration_date,
                   EXISTS (SELECT FROM res_company_users_rel c
                            WHERE c.user_id = k.user_id AND c.cid = k.company_id),
                   coalesce(p.lang, 'en_US'), k.read_limit, k.write_limit, k.execute_limit,
                   ARRAY(SELECT code FROM ipai_api_scope c
                           JOIN ipai_api_key_ipai_api_scope_rel r ON r.ipai_api_scope_id = c.id
                          WHERE r.ipai_api_key_id = k.id)
              FROM ipai_api_secret s
              JOIN ipai_api_key k ON s.scope = 'ipai.api.key,' || k.id
              JOIN res_users u ON u.id = k.user_id
              JOIN res_partner p ON p.id = u.partner_id
             WHERE s.index = %s AND k.active AND u.active
            """,
            [secret[:PREFIX]],
        )
        for row in self.env.cr.fetchall():
            key_id, hashed, user_id, company_id, ip_ranges, expired, expires, *rest = row
            if not _matches(secret, hashed):
                continue
            member, lang, *limits, scopes = rest
            caller = Caller(
                key_id=key_id,
                prefix=secret[:PREFIX],
                user_id=user_id,
                company_id=company_id,
                scopes=frozenset(scopes),
                limits=dict(zip(("read", "write", "execute"), limits, strict=True)),
                lang=lang,
                expires=expires,
            )
            if expired:
                return caller, "key-expired"
            if not _allowed(address, ip_ranges or ""):
                return caller, "address-refused"
            return caller, None if member else "access-denied"
        return None, "key-unknown"

    @api.autovacuum
    def _gc_counters(self):
        """Forget addresses of a week ago; what a key did last stays."""
        self.env.cr.execute(
            """
            DELETE FROM ipai_api_counter
             WHERE subject NOT LIKE 'key:%%' AND last < now() - interval '7 days'
            """
        )


def _allowed(address, ranges):
    """
    >>> _allowed("192.0.2.7", "198.51.100.0/24 192.0.2.0/24"), _allowed("192.0.2.7", "10.0.0.0/8")
    (True, False)
    """
    networks = [ipaddress.ip_network(line) for line in ranges.split()]
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)


def _matches(secret, hashed):
    """Whether the hash is that of the secret. The slow hashing is done once for each process and secret."""
    fingerprint = hmac.digest(PEPPER, f"{hashed}\0{secret}".encode(), "sha256")
    if fingerprint in _verified:
        return True
    if not KEY_CRYPT_CONTEXT.verify(secret, hashed):
        return False
    if len(_verified) >= 1000:
        _verified.clear()
    _verified.add(fingerprint)
    return True
