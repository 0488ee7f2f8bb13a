# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from dataclasses import dataclass, field

from odoo.exceptions import UserError

from odoo.addons.ipai_asset.linkage.placeholders import is_no_name, tag_key
from odoo.addons.ipai_asset.models.ipai_asset import NAME_LENGTH
from odoo.addons.ipai_asset.property_values import converted, find_definition, new_definition
from odoo.addons.ipai_base.told import is_nothing
from odoo.addons.ipai_network.interface_texts import merged_interface

from ..parts.keys import (
    INTERFACE,
    PROPERTY,
    RELATION,
    SERVICE,
    is_part,
    kind_of,
    part_key,
    part_name,
)
from ..parts.registry import Parts, Place
from ..reading.rows import ImportRow
from . import cards, plan
from .references import Ambiguous, References, Unknown
from .values import IMPORT_FIELDS, current_values, rich_text

FIRST = ("customer_id", "manufacturer_id", "model_id", "type_id")
"""Fields that others of the same row lean on."""
ALWAYS_READ = (*FIRST, "source", "status")


@dataclass(eq=False)
class Subject:
    """A row with the asset that it speaks of; `host`: what its host is, where another row says that."""

    row: ImportRow
    asset_id: int | None = None
    host: object = None
    returns: bool = False
    """Whether the source had missed the asset for so long that it was marked missing."""
    relations: list = field(default_factory=list)
    """The relations that the row names, as a plan names them."""
    deferred: dict = field(default_factory=dict)
    """Those of its relations that lead to what this run is still to create."""


@dataclass
class Outcome:
    """What a subject comes to: what is done, why, and what is only told as drift."""

    subject: Subject
    action: str
    reason: str = ""
    warnings: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    drift: list = field(default_factory=list)
    makes: list = field(default_factory=list)
    """What is created besides, as a person reads it."""


class Planner:
    """Says of rows what they would do, for all of them in as many queries as for one."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self.assets = run._assets()
        self.parts = Parts(run)
        self._current = {}
        self._held = {}
        self._brought = {}
        self._together = ()
        self._names = IMPORT_FIELDS

    def outcomes(self, subjects, coming=frozenset()):
        """Return the Outcome of each subject, in their order.

        :param coming: names in lower case of what this run is still to create
        """
        self._coming = coming
        self._read(subjects)
        references = References(self.run, [subject.row.values for subject in subjects])
        outcomes = [self._outcome(subject, references) for subject in subjects]
        self._refuse_transitions(outcomes)
        self._tell_what_is_made(outcomes)
        return outcomes

    def reported(self, subject):
        """Return the names of the fields that the row of a subject speaks of."""
        named = [name for name in subject.row.values if not name.startswith(RELATION)]
        return [
            name for name in named if name in IMPORT_FIELDS or is_part(name)
        ] + subject.relations

    def _read(self, subjects):
        """Read what the assets of the subjects hold, and which of it this run may not change."""
        ids = self._together = tuple(s.asset_id for s in subjects if s.asset_id)
        spoken_of = {name for subject in subjects for name in subject.row.values}
        self._names = [n for n in IMPORT_FIELDS if n in spoken_of or n in ALWAYS_READ]
        parts = {name for name in spoken_of if is_part(name)}.union(
            *(s.row.whole for s in subjects)
        )
        self._relations = self.parts.relations.resolve(
            [
                value
                for subject in subjects
                for name, value in subject.row.values.items()
                if name.startswith(RELATION)
            ]
        )
        self._current = self.parts.current(ids, parts)
        cards.join(self.env, subjects, self._current)
        origins = self.env["ipai.field.origin"].sudo()
        if self.run.source_id:
            self._held = origins._held(ids, self.run.source_id)
            self._brought = origins._brought(ids, self.run.source_id)

    def _current_of(self, asset):
        """Return what the asset holds of all that the rows speak of, its parts included."""
        return current_values(asset, self._names) | self._current.get(asset.id, {})

    def _asset(self, asset_id):
        return self.assets.browse(asset_id).with_prefetch(self._together)

    # -- one row ------------------------------------------------------------------------------

    def _outcome(self, subject, references):
        row = subject.row
        asset = self._asset(subject.asset_id) if subject.asset_id else None
        if asset and not asset.active and not self.run.restore_archived:
            return Outcome(subject, plan.CONFLICT, self._archived_reason())
        current = self._current_of(asset) if asset else {}
        try:
            wanted = self._wanted(subject, current, references)
        except Ambiguous as error:
            return Outcome(subject, plan.CONFLICT, str(error), row.warnings)
        except Unknown as error:
            return Outcome(subject, plan.ERROR, str(error), row.warnings)
        drift = []
        if asset:
            changes, drift = self._update(subject, asset, wanted, current)
            action = plan.action_of(changes)
        else:
            changes, action = self._creation(wanted, row), plan.CREATE
        reason = self._why_not(row, wanted, changes, action)
        if reason:
            return Outcome(subject, plan.ERROR, reason, row.warnings)
        return Outcome(subject, action, "", row.warnings, changes, drift)

    def _archived_reason(self):
        if self.run.kind == "snapshot":
            return self.env._(
                "It is archived. Restore the asset, let the source restore archived assets, or stop reporting it."
            )
        return self.env._(
            "It is archived. Choose “Restore Archived Assets” to bring it back, or leave this row out."
        )

    def _why_not(self, row, wanted, changes, action):
        """Return why the changes of a row cannot be made, or nothing."""
        if action == plan.CREATE and not wanted.get("name") and row.title == row.label:
            return self.env._(
                "Nothing names this row. Give it a name, a host name or a serial number."
            )
        names = {change.field: change.new for change in changes}
        if action == plan.CREATE and "type_id" not in names:
            return self.env._("The row names no type. Choose one for new assets.")
        if len(names.get("name") or "") > NAME_LENGTH:
            return self.env._(
                "The name is longer than %s characters. Put the rest into the notes.", NAME_LENGTH
            )
        return ""

    def _wanted(self, subject, current, references):
        """Return {field: canonical value} of what the row says; None where its cell is empty."""
        wanted = {}
        row = subject.row
        for name in sorted(row.values, key=lambda name: (name not in FIRST, name)):
            if name in row.decided or (current and plan.settled(name, current.get(name), row)):
                continue
            if name.startswith(INTERFACE) and row.values[name] is None:
                wanted[name] = None
            elif name.startswith(INTERFACE):
                wanted[name] = merged_interface(current.get(name), row.values[name])
            elif name.startswith(SERVICE):
                known = current.get(name) or {"role": None}
                wanted[name] = {**known, **row.values[name]} | {
                    "name": known.get("name") or row.values[name]["name"]
                }
            elif name.startswith(RELATION):
                self._add_relation(wanted, name, subject)
            elif name.startswith(PROPERTY):
                self._add_property(wanted, name, row, current)
            else:
                self._add_field(wanted, name, subject, current, references)
        if isinstance(wanted.get("model_id"), int) and not wanted.get("manufacturer_id"):
            wanted["manufacturer_id"] = (
                self.env["ipai.asset.model"].browse(wanted["model_id"]).manufacturer_id.id
            )
        if isinstance(wanted.get("tag_ids"), list):
            known = sorted(tag for tag in wanted["tag_ids"] if isinstance(tag, int))
            wanted["tag_ids"] = known + [tag for tag in wanted["tag_ids"] if tag not in known]
        wanted |= row.decided
        for name in self._brought.get(subject.asset_id, ()):
            if kind_of(name) in row.whole and name not in wanted and name in current:
                wanted[name] = None
        return wanted

    def _add_field(self, wanted, name, subject, current, references):
        row, field_type = subject.row, self.assets._fields[name].type
        text = row.values[name]
        if name == "asset_tag" and text and not tag_key(text):
            row.warnings.append(self.env._("“%s” is no asset tag: left out.", text))
        elif name == "hostname" and text and is_no_name(text):
            row.warnings.append(self.env._("“%s” is nobody's host name: left out.", text))
        elif text is None:
            wanted[name] = None
        elif field_type == "html":
            wanted[name] = rich_text(text, current.get(name))
        elif name == "host_id" and subject.host:
            wanted[name] = subject.host
        elif field_type in ("many2one", "many2many"):
            known = {
                kind: wanted.get(f"{kind}_id") or current.get(f"{kind}_id")
                for kind in ("customer", "manufacturer")
            }
            known["customer"] = known["customer"] or self.run.default_customer_id.id
            try:
                wanted[name] = references.find(name, text, **known)
            except (Unknown, Ambiguous) as error:
                if name not in row.hints:
                    raise
                row.warnings.append(self.env._("Left alone: %s", error))
        else:
            wanted[name] = text

    def _add_relation(self, wanted, name, subject):
        """Take a relation when both its type and its other end are known, or will be."""
        found, refused = self._relations
        reported = subject.row.values[name]
        place = reported["type"], reported["target"]
        if place in found:
            key = part_key(RELATION, *found[place].values())
            wanted[key] = found[place]
            subject.relations.append(key)
        elif place not in refused and reported["target"].lower() in self._coming:
            subject.deferred[name] = reported
        else:
            reason = refused.get(place) or self.env._(
                "“%s” is neither an asset nor a service here. Create it, or report it too.",
                reported["target"],
            )
            subject.row.warnings.append(self.env._("Left alone: %s", reason))

    def _add_property(self, wanted, name, row, current):
        """Take an extra field by its name in the type; one that the type lacks becomes a text."""
        type_id = wanted.get("type_id") or current.get("type_id") or self.run.default_type_id.id
        kind = self.env["ipai.asset.type"].browse(type_id)
        definition = find_definition(kind.properties_definition, part_name(name)) or new_definition(
            part_name(name)
        )
        try:
            value = converted(definition, row.values[name])
        except ValueError as error:
            row.warnings.append(self.env._("Left alone: %s", error))
            return
        wanted[PROPERTY + definition["name"].lower()] = value

    def _update(self, subject, asset, wanted, current):
        """Return (changes, drift) that bring an asset to what is wanted."""
        changes = plan.changes_of(wanted, current, subject.row, self.run.clear_empty)
        protected = asset._protected_names()
        held = set(self._held.get(asset.id, ()))
        if self.run.source_id:
            # What a person would have to propose, a source does not write at all: it is drift.
            held |= protected
        changes, drift = plan.held_back(changes, held)
        if waiting := protected & {change.field for change in changes}:
            subject.row.warnings.append(
                self.env._(
                    "Written once another person has approved it: %s",
                    ", ".join(self.env["ipai.field.origin"]._label(name) for name in waiting),
                )
            )
        if not asset.active:
            changes.append(plan.Change("active", False, True))
        if not wanted.get("status") and (
            (not asset.active and asset.status != self.run.default_status)
            or (subject.returns and asset.status == "missing")
        ):
            status = "active" if subject.returns else self.run.default_status
            changes.append(plan.Change("status", asset.status, status))
        if (
            plan.action_of(changes) == plan.UPDATE
            and not current["source"]
            and "source" not in wanted
        ):
            changes.append(plan.Change("source", None, self.run._origin_name()))
        return changes, drift

    def _creation(self, wanted, row):
        defaults = {
            "name": row.title,
            "type_id": self.run.default_type_id.id or None,
            "customer_id": self.run.default_customer_id.id or None,
            "site_id": self.run.default_site_id.id or None,
            "status": self.run.default_status,
            "source": self.run._origin_name(),
        }
        values = defaults | {name: value for name, value in wanted.items() if not is_nothing(value)}
        return [
            plan.Change(name, None, value)
            for name, value in values.items()
            if not is_nothing(value)
        ]

    # -- all rows ------------------------------------------------------------------------------

    def _refuse_transitions(self, outcomes):
        """Turn updates into conflicts where the life of an asset does not know the new status."""
        by_status = defaultdict(list)
        for outcome in outcomes:
            status = next(
                (change.new for change in outcome.changes if change.field == "status"), None
            )
            if status and outcome.subject.asset_id:
                by_status[status].append(outcome)
        for status, changing in by_status.items():
            assets = self.assets.browse([outcome.subject.asset_id for outcome in changing])
            try:
                assets._check_transition(status)
            except UserError:
                for outcome in changing:
                    self._refuse_transition(outcome, status)

    def _tell_what_is_made(self, outcomes):
        """Note on the outcomes which VLANs, prefixes and services they would create."""
        wanted = []
        for number, outcome in enumerate(outcomes):
            values = {change.field: change.new for change in outcome.changes}
            if any(is_part(name) for name in values):
                wanted.append((number, self._place(outcome, values), values))
        for number, texts in self.parts.missing(wanted).items():
            outcomes[number].makes = texts

    def _place(self, outcome, values):
        known = outcome.subject.asset_id
        ids = []
        for name in ("customer_id", "site_id"):
            value = values.get(name) or (self._asset(known)[name].id if known else None)
            ids.append(-1 if isinstance(value, dict) else value or None)
        return Place(*ids)

    def _refuse_transition(self, outcome, status):
        try:
            self._asset(outcome.subject.asset_id)._check_transition(status)
        except UserError as error:
            outcome.action, outcome.reason = plan.CONFLICT, str(error)
