# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo.exceptions import UserError
from odoo.tools import SQL

from ..importing import formats, plan
from ..importing.matching import ANY_CUSTOMER, Matcher, clashes_within
from ..importing.rows import ImportRow
from .import_references import Ambiguous, References, Unknown, host_spellings, key
from .import_values import columns, current_values, read_names, rich_text, shown
from .ipai_asset import NAME_LENGTH

MATCH_FIELDS = (
    "name",
    "asset_tag",
    "serial_number",
    "mac_addresses",
    "hostname",
    "ip_addresses",
    "customer_id",
)
FIRST = ("customer_id", "manufacturer_id", "model_id")
"""Fields that others of the same row lean on."""


def matcher_of(assets, domain, kinds):
    """Return a Matcher of the assets in the domain that the user may read.

    Its query fetches plain rows: as records 100,000 assets would take several times as long.
    """
    assets.flush_model(MATCH_FIELDS)
    query = assets._search(domain)
    names = ("id", *MATCH_FIELDS)
    assets.env.cr.execute(query.select(*(SQL.identifier(assets._table, name) for name in names)))
    matcher = Matcher(kinds)
    for row in assets.env.cr.fetchall():
        values = dict(zip(names, row, strict=True))
        matcher.add(values["id"], values, values["customer_id"], values["name"])
    return matcher


class Preview:
    """Reads the file of a run into lines, and says of each line what it would do."""

    def __init__(self, run):
        self.run = run
        self.env = run.env
        self._assets = {}

    # -- reading and matching ---------------------------------------------------------------

    def read_file(self, data):
        """Store one line for each row, each with the asset that it speaks of."""
        encoding = self.run.encoding or None
        file_format = self.run.file_format
        if file_format == "auto":
            file_format = formats.detect(data, encoding)
        zone = self.env.user.tz or "UTC"
        parsed = formats.read(data, file_format, tuple(columns(self.env).values()), encoding, zone)
        values = [self._matched(row) for row in self._match(parsed.rows)]
        hosts = self._hosts_within(parsed.rows, values)
        lines = self.env["ipai.import.line"].sudo().create(values)
        for position, (host, depth) in hosts.items():
            lines[position].write({"host_line_id": lines[host].id, "depth": depth})
        self.run.sudo().write(
            {"found_format": file_format, "file_warnings": "\n".join(parsed.warnings)}
        )

    def _match(self, rows):
        """Yield (position, row, match, customer clash) for each row of the file."""
        matcher = self._matcher()
        customers = self._customers(rows)
        matches = [
            matcher.find(row.values, customer)
            for row, (customer, _why) in zip(rows, customers, strict=True)
        ]
        clashes = clashes_within(
            [
                (row.label, row.values, str(customer), match.asset)
                for row, (customer, _why), match in zip(rows, customers, matches, strict=True)
            ],
            matcher.kinds,
        )
        for position, (row, match) in enumerate(zip(rows, matches, strict=True)):
            match.conflict = customers[position][1] or match.conflict or clashes.get(position, "")
            yield position, row, match

    def _matcher(self):
        """Index the assets of the company by their identities, in one query."""
        domain = [("company_id", "=", self.run.company_id.id)]
        return matcher_of(self.run._assets(), domain, self.run._key_kinds())

    def _customers(self, rows):
        """Return (customer for matching, reason why it is unclear) for each row."""
        references = References(self.run, [row.values for row in rows])
        found = []
        for row in rows:
            text, customer, reason = row.values.get("customer_id"), ANY_CUSTOMER, ""
            if text:
                try:
                    customer = references.find("customer_id", text)
                except Ambiguous as error:
                    reason = str(error)
                except Unknown:
                    customer = {"missing": text}  # planning the row says so
            elif self.run.default_customer_id:
                customer = self.run.default_customer_id.id
            found.append(
                (key(customer["missing"]) if isinstance(customer, dict) else customer, reason)
            )
        return found

    def _matched(self, matched):
        """Return the values of the line of a row."""
        position, row, match = matched
        reason, action, state = "", False, "matched"
        if row.problems:
            reason, action, state = "\n".join(row.problems), plan.ERROR, "planned"
        elif match.conflict:
            reason, action, state = match.conflict, plan.CONFLICT, "planned"
        elif match.by:
            reason = self.env._("Found by %s.", match.by)
        return {
            "run_id": self.run.id,
            "position": position,
            "label": row.label,
            "title": row.title[:200],
            "observed": {
                "label": row.label,
                "values": row.values,
                "initial": sorted(row.initial),
                "hints": sorted(row.hints),
                "additive": sorted(row.additive),
            },
            "warnings": "\n".join(row.warnings),
            "report": row.report,
            "asset_id": match.asset if not match.conflict else False,
            "reason": reason,
            "action": action,
            "state": state,
        }

    def _hosts_within(self, rows, values):
        """Return {position: (position of the host, depth)} of rows that run on another row of the file.

        Rows that run in a circle are marked as errors in `values`.
        """
        positions = defaultdict(set)
        for position, row in enumerate(rows):
            for name in {
                row.values.get("name"),
                row.values.get("hostname"),
                row.values.get("asset_tag"),
            } - {None}:
                positions[key(name)].add(position)
        hosts = {}
        for position, row in enumerate(rows):
            text = row.values.get("host_id")
            meant = (
                set().union(*(positions.get(key(name), set()) for name in host_spellings(text)))
                if text
                else set()
            )
            if len(meant) == 1:
                hosts[position] = next(iter(meant))
        for position in plan.circles(hosts):
            del hosts[position]
            if values[position]["state"] == "matched":
                reason = self.env._(
                    "The hosts of this file run in a circle: an asset cannot run on itself."
                )
                values[position] |= {"action": plan.ERROR, "state": "planned", "reason": reason}
        depths = plan.depths(hosts)
        return {position: (host, depths[position]) for position, host in hosts.items()}

    # -- planning ---------------------------------------------------------------------------

    def plan(self, lines):
        """Say of each of the lines what it would do."""
        lines = lines.sudo()
        references = References(self.run, [line.observed["values"] for line in lines])
        assets = self.run._assets().browse(lines.asset_id.ids)
        self._assets = {asset.id: asset for asset in assets}
        outcomes = [[line, *self._outcome(line, references)] for line in lines]
        self._refuse_transitions(outcomes)
        read_names(self.env, [change for outcome in outcomes for change in outcome[-1]])
        for line, action, reason, warnings, planned in outcomes:
            changes = [self._described(change) for change in planned]
            line.write(
                {
                    "state": "planned",
                    "action": action,
                    "reason": "\n".join(filter(None, [line.reason, reason])),
                    "warnings": "\n".join(filter(None, [line.warnings, *warnings])),
                    "changes": changes,
                    "changes_text": "\n".join(change["text"] for change in changes),
                }
            )

    def _outcome(self, line, references):
        """Return [action, reason, warnings, changes] of one line."""
        observed = dict(line.observed)
        row = ImportRow(
            observed["label"],
            observed["values"],
            *(frozenset(observed[part]) for part in ("initial", "hints", "additive")),
        )
        asset = self._assets.get(line.asset_id.id)
        current = current_values(asset) if asset else {}
        if asset and not asset.active and not self.run.restore_archived:
            reason = self.env._(
                "It is archived. Choose “Restore Archived Assets” to bring it back, or leave this row out."
            )
            return [plan.CONFLICT, reason, [], []]
        try:
            wanted = self._wanted(line, row, current, references)
        except Ambiguous as error:
            return [plan.CONFLICT, str(error), row.warnings, []]
        except Unknown as error:
            return [plan.ERROR, str(error), row.warnings, []]
        if asset:
            changes = self._update(asset, wanted, current, row)
            action = plan.action_of(changes)
        else:
            if "name" not in wanted and row.title == row.label:
                reason = self.env._(
                    "Nothing names this row. Give it a name, a host name or a serial number."
                )
                return [plan.ERROR, reason, row.warnings, []]
            changes = self._creation(wanted, row)
            action = plan.CREATE
            if not any(change.field == "type_id" for change in changes):
                reason = self.env._("The row names no type. Choose one for new assets.")
                return [plan.ERROR, reason, row.warnings, []]
        if (
            len(next((change.new for change in changes if change.field == "name"), None) or "")
            > NAME_LENGTH
        ):
            reason = self.env._(
                "The name is longer than %s characters. Put the rest into the notes.", NAME_LENGTH
            )
            return [plan.ERROR, reason, row.warnings, []]
        return [action, "", row.warnings, changes]

    def _wanted(self, line, row, current, references):
        """Return {field: canonical value} of what the row says; None where its cell is empty."""
        wanted = {}
        fields = self.env["ipai.asset"]._fields
        for name in sorted(row.values, key=lambda name: (name not in FIRST, name)):
            text = row.values[name]
            if current and plan.settled(name, current.get(name), row):
                continue
            if text is None:
                wanted[name] = None
            elif fields[name].type == "html":
                wanted[name] = rich_text(text, current.get(name))
            elif name == "host_id" and line.host_line_id:
                wanted[name] = self._host_of(line)
            elif fields[name].type in ("many2one", "many2many"):
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
        if isinstance(wanted.get("model_id"), int) and not wanted.get("manufacturer_id"):
            wanted["manufacturer_id"] = (
                self.env["ipai.asset.model"].browse(wanted["model_id"]).manufacturer_id.id
            )
        if isinstance(wanted.get("tag_ids"), list):
            known = sorted(tag for tag in wanted["tag_ids"] if isinstance(tag, int))
            wanted["tag_ids"] = known + [tag for tag in wanted["tag_ids"] if tag not in known]
        return wanted

    def _host_of(self, line):
        host = line.host_line_id
        return host.asset_id.id or {"line": host.id, "name": host.title}

    def _update(self, asset, wanted, current, row):
        changes = plan.changes_of(wanted, current, row, self.run.clear_empty)
        if not asset.active:
            changes.append(plan.Change("active", False, True))
            if not wanted.get("status") and asset.status != self.run.default_status:
                changes.append(plan.Change("status", asset.status, self.run.default_status))
        if (
            plan.action_of(changes) == plan.UPDATE
            and not current["source"]
            and "source" not in wanted
        ):
            changes.append(plan.Change("source", None, self.run.found_format))
        return changes

    def _creation(self, wanted, row):
        defaults = {
            "name": row.title,
            "type_id": self.run.default_type_id.id,
            "customer_id": self.run.default_customer_id.id,
            "site_id": self.run.default_site_id.id,
            "status": self.run.default_status,
            "source": self.run.found_format,
        }
        values = defaults | {
            name: value for name, value in wanted.items() if value not in plan.EMPTY
        }
        return [
            plan.Change(name, None, value)
            for name, value in values.items()
            if value not in plan.EMPTY
        ]

    def _refuse_transitions(self, outcomes):
        """Turn updates into conflicts where the life of an asset does not know the new status."""
        by_status = defaultdict(list)
        for outcome in outcomes:
            line, _action, _reason, _warnings, changes = outcome
            status = next((change.new for change in changes if change.field == "status"), None)
            if status and line.asset_id:
                by_status[status].append(outcome)
        for status, changing in by_status.items():
            assets = self.run._assets().browse([outcome[0].asset_id.id for outcome in changing])
            try:
                assets._check_transition(status)
            except UserError:
                for outcome in changing:
                    self._refuse_transition(outcome, status)

    def _refuse_transition(self, outcome, status):
        try:
            self._assets[outcome[0].asset_id.id]._check_transition(status)
        except UserError as error:
            outcome[1:] = [plan.CONFLICT, str(error), outcome[3], outcome[4]]

    def _described(self, change):
        """Return a change with a text that a person reads."""
        label = self.env["ipai.asset"]._fields[change.field]._description_string(self.env)
        new = shown(self.env, change.field, change.new)
        text = (
            f"{label}: {new}"
            if change.old is None
            else f"{label}: {shown(self.env, change.field, change.old)} → {new}"
        )
        return {"field": change.field, "old": change.old, "new": change.new, "text": text}
