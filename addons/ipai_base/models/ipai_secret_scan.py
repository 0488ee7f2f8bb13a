# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.misc import hmac

from odoo.addons.ipai_secret_scan.secret_scan import kinds_in, mask, matches

OURS = "ipai."
EXEMPT = ("ipai.api.", "ipai.audit", "ipai.idempotency", "ipai.secret.")
"""Models that keep what they are given as hashes, or our own answers."""

CLASSES = {"char": "text", "text": "text", "html": "html", "properties": "properties"}
DOCUMENTS = ("helpdesk.ticket", "project.task")
CONTACT = "res.partner"
MESSAGE = ("subject", "body")
MANY = 50
"""So many records at a time come from no form."""
MOST_TEXTS = 100
MOST_BYTES = 65_536
SCOPE = "ipai_base.secret.pardon"


class IpaiSecretScan(models.AbstractModel):
    """Keeps secrets out of what is written, and says where they are; never what they are."""

    _name = "ipai.secret.scan"
    _description = "Secret Scan"

    @api.model
    def kinds_in(self, texts):
        """The kinds of secrets in each of the texts, for checks from outside.

        :param texts: at most 100, each of at most 64 kB in UTF-8.
        :return: a list of kinds for each text, in order; never what matched.
        :raises AccessError: for who is no technician.
        :raises UserError: for more, longer or other things than texts.
        """
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Only technicians ask whether a text holds a secret."))
        if not isinstance(texts, list | tuple) or len(texts) > MOST_TEXTS:
            raise UserError(self.env._("Send a list of at most %s texts.", MOST_TEXTS))
        if not all(isinstance(text, str) and len(text.encode()) <= MOST_BYTES for text in texts):
            raise UserError(self.env._("Each text is a string of at most 64 kB."))
        return [kinds_in(text, whole=True) for text in texts]

    # -- what is written ----------------------------------------------------------------------

    @api.model
    def _is_watched(self, model):
        """Whether what is written into records of the model is looked at."""
        if model.startswith(OURS):
            return not model.startswith(EXEMPT)
        return model in self._documents() or (model == CONTACT and self._asks_contacts())

    @api.model
    def _asks_contacts(self):
        """Whether the company has a policy for contacts; without one nobody looks at them."""
        return self.env["ipai.secret.policy"]._mode_of("contact") != "off"

    @api.model
    def _mask(self, value):
        """What arrived, with a sign in place of each secret: for what is made of it and kept.

        :param value: a text, or what JSON holds; of a mapping a value is looked at with its key.
        """
        if isinstance(value, dict):
            return {self._mask(key): self._mask_of(key, one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._mask(one) for one in value]
        if isinstance(value, str) and kinds_in(value, whole=True):
            return Markup(mask(value)) if isinstance(value, Markup) else mask(value)
        return value

    @api.model
    def _masked_texts(self, record):
        """``{field: value without secrets}`` of the texts and JSON that our own code keeps in a record."""
        return {
            name: self._mask(record[name])
            for name, field in record._fields.items()
            if field.type in ("json", "char", "text")
            and field.store
            and not field.compute
            and record[name]
        }

    @api.model
    def _mask_of(self, key, value):
        if not isinstance(value, str):
            return self._mask(value)
        told = f"{key}: "
        if not kinds_in(told + value, whole=True):
            return value
        masked = mask(told + value)
        return masked.removeprefix(told) if masked.startswith(told) else masked

    @api.model
    def _found(self, model, vals, record_id=0, whole=False, but=()):
        """What the values of a record hold.

        :param but: names of fields that are not looked at.
        :return: ``[(name of the field, its class, kinds)]``, without what was marked as a false alarm.
        """
        found, types = [], self._types_of(model)
        for name, value in vals.items():
            if not value or name not in types or name in but:
                continue
            kinds = set()
            for text in _texts(types[name], value):
                kinds.update(kinds_in(text, whole=whole))
            if kinds:
                kinds = self._unpardoned(model, record_id, name, value, kinds)
            if kinds:
                field = self.env[model]._fields[name]
                found.append((name, self._class_of(model, field), sorted(kinds)))
        return found

    @api.model
    @tools.ormcache("model")
    def _types_of(self, model):
        """``{name: type}`` of the fields of a model that keep texts."""
        return {
            name: field.type
            for name, field in self.env[model]._fields.items()
            if field.type in CLASSES and field.store
        }

    @api.model
    def _left_to_the_sweep(self, model, count):
        """The texts that are only listed, of so many records at a time: of them the sweep tells.

        Who reports a thousand machines is told of no secret in them, and need not wait for it.
        """
        if count < MANY or self.env["ipai.secret.policy"]._mode_of("arrived") != "report":
            return frozenset()
        fields = self.env[model]._fields
        return frozenset(
            name
            for name in self._types_of(model)
            if self._class_of(model, fields[name]) == "arrived"
        )

    @api.model
    def _class_of(self, model, field):
        """The class of a field, by which the policy decides; what customers write arrives."""
        if model == CONTACT:
            return "contact"
        if not model.startswith(OURS) and self.env.user.share:
            return "arrived"
        return "arrived" if field.readonly and not field.compute else CLASSES[field.type]

    @api.model
    def _check(self, model, found):
        """Refuse what the policy blocks.

        :return: what is left to report.
        :raises ValidationError: field, kind and the way out; never the secret.
        """
        mode_of = self.env["ipai.secret.policy"]._mode_of
        never = getattr(self.env[model], "_secrets_never", False)
        modes = [
            (name, kinds, "block" if never and kind != "arrived" else mode_of(kind))
            for name, kind, kinds in found
        ]
        blocked = [(name, kinds) for name, kinds, mode in modes if mode == "block"]
        if blocked:
            labels = self.env[model].fields_get([name for name, _kinds in blocked], ["string"])
            raise ValidationError(
                "\n".join(
                    self.env._(
                        "%(field)s (%(name)s) holds what looks like a secret: %(kinds)s. Put it into the "
                        "vault, and write where it is instead, as in vaultwarden://collection/entry. If it "
                        "is none, a manager allows it under Configuration, Allow a Text.",
                        field=labels.get(name, {}).get("string") or name,
                        name=name,
                        kinds=", ".join(kinds),
                    )
                    for name, kinds in blocked
                )
            )
        return modes

    @api.model
    def _check_comments(self, vals_list):
        """``_check_comment`` of each."""
        return [self._check_comment(vals) for vals in vals_list]

    @api.model
    def _check_comment(self, vals):
        """A comment on what the suite keeps; a mail that came in is kept, and reported.

        :return: as ``_check``.
        """
        if not vals.get("model") or not self._is_watched(vals["model"]):
            return []
        came = vals.get("message_type") in ("email", "auto_comment")
        if self.env.uid == SUPERUSER_ID and not came:
            return []
        found = [(name, kinds_in(str(vals[name]))) for name in MESSAGE if vals.get(name)]
        kind = "contact" if vals["model"] == CONTACT else "comment"
        if came:
            kind = "arrived"
        found = [(name, kind, kinds) for name, kinds in found if kinds]
        if self.env.uid == SUPERUSER_ID:  # The mail gateway, which nobody could answer.
            return [(name, kinds, "report") for name, _kind, kinds in found]
        return self._check("mail.message", found) if found else []

    @api.model
    def _documents(self):
        """Models of others that the suite's documents hang on: a seam for customers' models."""
        return DOCUMENTS

    # -- false alarms -------------------------------------------------------------------------

    @api.model
    def _digest(self, model, record_id, name, kind, match):
        """What is remembered of a false alarm; worth nothing without the key of this instance."""
        return hmac(self.env(su=True), SCOPE, (model, record_id, name, kind, match))

    @api.model
    def _digests(self, model, record_id, name, value):
        """``{kind: digests of its matches}`` of the value of a field."""
        result = {}
        for kind, match in self._matches(model, name, value):
            digest = self._digest(model, record_id, name, kind, match)
            result.setdefault(kind, set()).add(digest)
        return result

    @api.model
    def _unpardoned(self, model, record_id, name, value, kinds):
        """The kinds that nobody marked as a false alarm: in this record, or before it was there."""
        pardons = self.env["ipai.secret.pardon"].sudo()
        where = [
            ("res_model", "=", model),
            ("res_id", "in", list({record_id, 0})),
            ("field_name", "=", name),
        ]
        known = pardons.search(where)
        for one in set(known.mapped("res_id")):
            pardoned = set(
                known.filtered(lambda pardon, one=one: pardon.res_id == one).mapped("digest")
            )
            digests = self._digests(model, one, name, value)
            kinds = {kind for kind in kinds if digests.get(kind, {None}) - pardoned}
        return kinds

    @api.model
    def _settle(self, record, vals):
        """What was allowed before the record was there is allowed in this record, and nowhere else."""
        pardons = self.env["ipai.secret.pardon"].sudo()
        where = [("res_model", "=", record._name), ("res_id", "=", 0)]
        for pardon in pardons.search([*where, ("field_name", "in", list(vals))]):
            name = pardon.field_name
            for kind, match in self._matches(record._name, name, vals[name]):
                if self._digest(record._name, 0, name, kind, match) == pardon.digest:
                    pardon.write(
                        {
                            "res_id": record.id,
                            "digest": self._digest(record._name, record.id, name, kind, match),
                        }
                    )
                    break

    @api.model
    def _matches(self, model, name, value):
        kind = self.env[model]._fields[name].type
        if kind not in CLASSES:
            return set()
        return set().union(*(matches(text) for text in _texts(kind, value or "")))


def _texts(kind, value):
    """The texts of a field's value; of a property, with its label, for that may be what tells it."""
    if kind != "properties":
        return [str(value)]
    if isinstance(value, dict):
        return [f"{name}: {text}" for name, text in value.items() if isinstance(text, str)]
    return [
        f"{one.get(label)}: {one['value']}"
        for one in value or []
        if isinstance(one, dict) and isinstance(one.get("value"), str)
        for label in ("name", "string")
        if one.get(label)
    ]
