# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which assets the rows of a run speak of: what to ask the database, and what comes of it."""

from contextlib import suppress
from dataclasses import dataclass, field

from odoo.addons.ipai_asset.identity import canonical_ip, canonical_mac, split_list
from odoo.addons.ipai_asset.linkage import deciding
from odoo.addons.ipai_asset.linkage.deciding import QUESTION, SAME, Linker
from odoo.addons.ipai_asset.linkage.identities import (
    ADDRESS,
    ANY_CUSTOMER,
    GONE,
    MAC,
    NAME,
    RECENT,
    SERIAL,
    SOURCE_ID,
    TAG,
    Identities,
)
from odoo.addons.ipai_asset.linkage.weighing import STRENGTHS

NEW_MACHINE = 0
"""What stands for "another machine" where an answer names an asset."""

KEY_NAMES = {
    "source_id": "ids",
    "asset_tag": "tag",
    "serial_number": "serial",
    "mac": "macs",
    "hostname": "hostname",
    "ip": "addresses",
}
"""Kinds of key that a run or a source may leave unused, to what they leave out of the identities."""

CANDIDATES = r"""
    SELECT id FROM ipai_asset WHERE company_id = %(company)s
       AND upper(regexp_replace(serial_number, '[\W_]+', '', 'g')) = ANY(%(serial)s)
    UNION
    SELECT id FROM ipai_asset WHERE company_id = %(company)s
       AND upper(regexp_replace(asset_tag, '[\W_]+', '', 'g')) = ANY(%(asset_tag)s)
    UNION
    SELECT id FROM ipai_asset WHERE company_id = %(company)s
       AND split_part(lower(hostname), '.', 1) = ANY(%(hostname)s)
    UNION
    SELECT id FROM ipai_asset WHERE company_id = %(company)s
       AND split_part(lower(name), '.', 1) = ANY(%(hostname)s)
    UNION
    SELECT asset_id FROM ipai_interface WHERE company_id = %(company)s AND mac_address = ANY(%(mac)s)
    UNION
    SELECT asset_id FROM ipai_ip_address WHERE company_id = %(company)s AND host = ANY(%(address)s)
       AND asset_id IS NOT NULL
    UNION
    SELECT asset_id FROM ipai_sighting WHERE source_id = %(source)s AND external_id = ANY(%(source_id)s)
"""
"""The assets that share an identity with one of the rows, each part of it by an index."""


@dataclass
class Match:
    """The asset of a row, or None for a new one.

    `conflict`: why neither can be said; `candidates`: ids of the assets that are asked about;
    `twin`: the position of an earlier row that speaks of the same machine; `notes`: what a person
    should know of it besides; `subject`: what an answer is remembered under.
    """

    asset: object = None
    by: str = ""
    conflict: str = ""
    candidates: list = field(default_factory=list)
    twin: int | None = None
    notes: list = field(default_factory=list)
    subject: str = ""


def subject_text(report):
    """Return what an answer about a report is remembered under.

    >>> subject_text(Identities.of(serial="S-1001", hostname="pc1"))
    'serial:S1001'
    """
    if not report.subject:
        return ""
    kind, value = report.subject
    return f"{kind}:{value[1] if kind == SOURCE_ID else value}"


def identities_of(values, customer=ANY_CUSTOMER, source=None, kinds=tuple(KEY_NAMES), **more):
    """Return the Identities in the values of a row.

    :param source: what the row's own ID is an ID of
    :param kinds: those of KEY_NAMES that are used

    >>> told = identities_of({"hostname": "pve01", "serial_number": "N/A", "mac_addresses": "02:00:00:00:00:01",
    ...                       "source_id": "7"}, source=3, kinds=("source_id", "hostname"))
    >>> told.ids, told.hostname, told.serial, told.macs
    ({3: '7'}, 'pve01', '', frozenset())
    """
    told = {
        "ids": {source: values["source_id"]} if values.get("source_id") else {},
        "serial": values.get("serial_number"),
        "tag": values.get("asset_tag"),
        "hostname": values.get("hostname"),
        "name": values.get("name"),
        "macs": _readable(canonical_mac, values.get("mac_addresses")),
        "addresses": _readable(canonical_ip, values.get("ip_addresses")),
    }
    unused = {name for kind, name in KEY_NAMES.items() if kind not in kinds}
    if "hostname" in unused:
        unused |= {"name"}
    told |= {name: {} if name == "ids" else "" for name in unused}
    return Identities.of(
        **told, manufacturer=values.get("manufacturer_id"), customer=customer, **more
    )


def _readable(canonical, text):
    """Return the entries of a list that can be read; planning the row tells of the others."""
    found = []
    for entry in split_list(text):
        with suppress(ValueError):
            found.append(canonical(entry))
    return found


class Linking:
    """Links the rows of a run to the assets of its company, in as many queries for many rows as for one."""

    def __init__(self, run):
        self.run = run
        self.env = run.env
        self.assets = run._assets()
        self.kinds = run._key_kinds()
        self.source = run.source_id.id
        self._names = {}

    def reports(self, rows, customers):
        """Return the Identities of each row; a name that the reader only made up is none."""
        return [
            identities_of(
                {name: text for name, text in row.identities.items() if name != "name" or "name" not in row.initial},
                customer,
                self.source,
                self.kinds,
                label=row.label,
                guessed="hostname" in row.hints,
            )
            for row, customer in zip(rows, customers, strict=True)
        ]  # fmt: skip

    def matches(self, reports, complete=False, since=None, without=()):
        """Return the Match of each report.

        :param complete: what the source does not report is not there any more
        :param since: look among assets only that were written since then
        :param without: ids of assets that are not looked at
        """
        linker = self._linker(reports, since, without)
        shared = set(linker.shared)
        verdicts = linker.link(reports, complete=complete)
        learned = linker.shared - shared
        # Narrow: of the company and source of the run.
        self.env["ipai.shared.identity"].sudo()._learn(
            self.run.company_id, learned, self.run.source_id
        )
        found = [
            self._match(report, verdict, reports)
            for report, verdict in zip(reports, verdicts, strict=True)
        ]
        for report, match in zip(reports, found, strict=True):
            match.notes += [
                self.env._("%s is on several machines: it tells none of them apart.", value)
                for kind, value in report.keys()
                if (kind, value) in learned and kind != SOURCE_ID
            ]
        return found

    def _match(self, report, verdict, reports):
        match = Match(subject=subject_text(report))
        if verdict.result == QUESTION:
            match.conflict = self._question(verdict, reports)
            match.candidates = [asset for asset, _weighing in verdict.candidates if asset]
        elif verdict.result == SAME:
            match.asset, match.twin = verdict.asset, verdict.twin
            if verdict.weighing.agreeing:
                match.by = STRENGTHS[verdict.weighing.agreeing[0].kind].words
            if verdict.drift:
                match.notes.append(self._words(verdict.weighing))
        if verdict.result != QUESTION and verdict.candidates:
            match.notes.append(
                self.env._("Perhaps the same machine: %s.", self._named(verdict.candidates, reports, verdict))
            )  # fmt: skip
        return match

    # -- what the database knows ------------------------------------------------------------------

    def _linker(self, reports, since, without):
        wanted = {kind: set() for kind in (SOURCE_ID, SERIAL, MAC, TAG, NAME, ADDRESS)}
        for report in reports:
            for kind, value in report.keys():
                wanted.setdefault(kind, set()).add(value[1] if kind == SOURCE_ID else value)
        company = self.run.company_id
        answers = self.env["ipai.match.answer"].sudo()
        subjects = {subject_text(report): report.subject for report in reports}
        # Narrow: of the company and source of the run.
        linker = Linker(
            shared=self.env["ipai.shared.identity"].sudo()._among(company, wanted, self.source),
            answers={
                (subjects[subject], asset): SAME if same else deciding.NEW
                for subject, asset, same in answers._of(company, self.run.source_id, subjects)
            },
            docks=self.env["ipai.shared.identity"].sudo()._docks(company),
        )
        ids = self._candidate_ids(wanted) - set(without)
        for asset_id, identities in self._identities(ids, since):
            linker.put(asset_id, identities)
            self._names[asset_id] = identities.label
        return linker

    def _candidate_ids(self, wanted):
        self.env.flush_all()
        values = {kind: list(found) for kind, found in wanted.items()}
        self.env.cr.execute(
            CANDIDATES, {**values, "company": self.run.company_id.id, "source": self.source or 0}
        )
        return {asset_id for (asset_id,) in self.env.cr.fetchall()}

    def _identities(self, ids, since):
        """Yield (asset id, Identities) of those of the assets that the user may see."""
        domain = [("id", "in", list(ids)), ("company_id", "=", self.run.company_id.id)]
        domain += self.assets._link_domain()
        if since:
            domain.append(("write_date", ">=", since))
        names = ["name", "hostname", "serial_number", "asset_tag", "mac_addresses", "ip_addresses", "status"]  # fmt: skip
        # All that an asset holds: what is found here is compared with its report next.
        assets = self.assets.search(domain)
        makers = {m.id: m.name for m in assets.sudo().manufacturer_id}
        # Narrow: of assets that the caller has found by own rights.
        sightings = self.env["ipai.sighting"].sudo()._of(self.run.source_id, assets.ids)
        for asset in assets:
            values = {name: asset[name] or "" for name in names}
            values["manufacturer_id"] = makers.get(asset.manufacturer_id.id)
            known = sightings.get(asset.id)
            values["source_id"] = known and known.external_id
            yield (
                asset.id,
                identities_of(
                    values,
                    asset.customer_id.id or None,
                    self.source,
                    self.kinds,
                    label=asset.name,
                    retired=asset.active and asset.status == "decommissioned",
                    standing={self.source: GONE if known.missed else RECENT} if known else {},
                ),
            )

    # -- words --------------------------------------------------------------------------------------

    def _named(self, candidates, reports, verdict):
        names = [
            self._names.get(asset) or reports[verdict.twin].label
            for asset, _weighing in candidates
            if asset or verdict.twin is not None
        ]
        more = self.env._(" and %s more", len(names) - 3) if len(names) > 3 else ""
        return ", ".join(names[:3]) + more

    def _question(self, verdict, reports):
        """Return in words what is asked, and why."""
        first, weighing = verdict.candidates[0]
        name = self._names.get(first) or reports[verdict.twin].label
        why = {
            deciding.BACK: self.env._("%s was decommissioned. Is it back?", name),
            deciding.RIVALS: self.env._(
                "Which one is it: %s?", self._named(verdict.candidates, reports, verdict)
            ),
            deciding.OUTRANKED: self.env._(
                "Which one is it: %s?", self._named(verdict.candidates, reports, verdict)
            ),
            deciding.CLAIMED: self.env._(
                "Another row speaks of %s as well. Which one is it?", name
            ),
        }.get(verdict.why, self.env._("Is it %s?", name))
        return f"{why} {name}: {self._words(weighing)}."

    def _words(self, weighing):
        """Return what agrees and what differs, as a person reads it."""
        labels = dict(self.env["ipai.shared.identity"]._evidence_words())
        same = [f"{labels[e.kind]} {e.one}" for e in weighing.agreeing]
        other = [
            self.env._("%(what)s %(one)s is not %(other)s", what=labels[e.kind], one=e.one, other=e.other)
            for e in weighing.differing
        ]  # fmt: skip
        if same and other:
            return self.env._(
                "the same %(same)s, but %(other)s", same=", ".join(same), other=", ".join(other)
            )
        return self.env._("the same %s", ", ".join(same)) if same else ", ".join(other)
