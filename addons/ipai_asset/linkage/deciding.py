# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Same, new, or a question: for one report, and for all the reports of a run."""

from collections import defaultdict
from dataclasses import dataclass

from .identities import ADDRESS, GONE, LIVING, MAC, NAME, SERIAL, SOURCE_ID, TAG, UUID
from .macs import DOCK_MAKERS
from .weighing import SHARED_VALUE, STRENGTHS, WEAK_MAC, Weighing, weigh

SAME, NEW, QUESTION = "same", "new", "question"

UNIQUE = (SERIAL, UUID, MAC, TAG)
"""What one machine only should have: where several have it, it has lost its strength."""

CROWD = 50
"""A value that more assets have than this finds nobody."""

CLEAR = 20
"""By how much one of two assets must be the likelier one."""

BACK, RIVALS, CLAIMED, OUTRANKED, DOUBTFUL = "back", "rivals", "claimed", "outranked", "doubtful"
"""Why a question is asked: a retired asset is back; several assets are as likely; two reports claim one
asset; a stronger identity points to one that is doubtful; what agrees and what differs weigh alike."""


def judged(weighing):
    """Return SAME, NEW or QUESTION of a Weighing.

    Same: the strongest that agrees is stronger than anything that differs, and all that agrees is
    twice as much as all that differs. A question: it is at least half as much, and more than an address.
    """
    support, against = weighing.support, weighing.against
    weakest = STRENGTHS[ADDRESS].agrees
    if not support:
        return NEW
    if weighing.strongest > weighing.strongest_against and support >= 2 * against:
        return SAME if weighing.strongest >= weakest else QUESTION
    if weighing.strongest > weakest and 2 * support >= against:
        return QUESTION
    return NEW


@dataclass(frozen=True)
class Verdict:
    """What a report comes to.

    `asset`: the one that it speaks of; `twin`: the position of an earlier report of the run that
    speaks of the same new machine; `candidates`: (asset or None, Weighing) each, likeliest first, of
    which a question is asked, or that may be the same besides; `why`: BACK and its like; `weighing`: what speaks for the asset.
    """

    result: str
    asset: object = None
    weighing: Weighing = Weighing(())
    candidates: tuple = ()
    why: str = ""
    twin: int | None = None

    @property
    def drift(self):
        """In what the asset was known otherwise: a new mainboard, a new name."""
        return self.weighing.differing if self.result == SAME else ()


class Linker:
    """Tells of reports which of the assets it knows they speak of.

    >>> from .identities import Identities
    >>> linker = Linker()
    >>> linker.put(1, Identities.of(hostname="dc01", serial="S1-0001", ids={"agent": "a"}))
    >>> linker.put(2, Identities.of(hostname="dc02", serial="S2-0002"))
    >>> linker.link([Identities.of(hostname="DC01.corp.example", ids={"scan": "x"})])[0].asset
    1
    >>> verdict, = linker.link([Identities.of(hostname="dc01", serial="s2-0002")])
    >>> verdict.result, str(verdict.candidates[0][1])
    ('question', 'same serial number S20002, but host name dc01 is not dc02')
    >>> linker.link([Identities.of(hostname="dc03")])[0].result
    'new'
    """

    def __init__(self, shared=(), answers=None, docks=DOCK_MAKERS):
        self.shared = set(shared)
        self.answers = dict(answers or {})
        self.docks = docks
        self.known = {}
        self._holders = defaultdict(set)

    def put(self, asset, identities):
        """Know an asset, or know it anew."""
        for key in self.known[asset].keys() if asset in self.known else ():
            self._holders[key].discard(asset)
        self.known[asset] = identities
        for key in identities.keys():
            self._holders[key].add(asset)

    def link(self, reports, complete=False):
        """Return the Verdict of each of the reports that one source made in one run.

        :param complete: what the source does not report any more is not there any more
        """
        return _Run(self, list(reports), complete).verdicts()

    def candidates(self, report):
        """Return the assets that share an identity with a report."""
        found = set()
        for key in report.keys():
            holders = self._holders.get(key, ())
            if len(holders) <= CROWD:
                found.update(holders)
        return found

    def is_shared(self, kind, value):
        """Tell whether several machines have a value that one only should have."""
        if (kind, value) in self.shared:
            return True
        return kind in UNIQUE and len(self._holders.get((kind, value), ())) > 1


class _Run:
    def __init__(self, linker, reports, complete):
        self.linker = linker
        self.reports = reports
        self.complete = complete
        self.living = {pair for report in reports for pair in report.ids.items()}
        self.sources = {source for source, _id in self.living}
        self.doubled = self._doubled()
        self.taken = defaultdict(set)

    def verdicts(self):
        found = [self._decided(position) for position in range(len(self.reports))]
        self._settle(found)
        self._join(found)
        return found

    # -- what this run says about values ----------------------------------------------------------

    def _doubled(self):
        """Return the values that several machines of this run have."""
        holders = defaultdict(list)
        for report in self.reports:
            for key in report.keys():
                holders[key].append(report)
        doubled = set()
        for (kind, value), having in holders.items():
            if len(having) > 1 and self._are_several(kind, having):
                doubled.add((kind, value))
        self.linker.shared.update(pair for pair in doubled if pair[0] != NAME)
        return doubled

    def _are_several(self, kind, having):
        """Tell whether the reports that have a value are of several machines."""
        if kind == SOURCE_ID:
            return True
        first, *others = having
        if kind in UNIQUE:
            listed = sum(bool(report.ids) for report in having)
            names = {report.hostname or report.name for report in having} - {""}
            return listed > 1 or (not listed and len(names) > 1)
        if kind == NAME and all(report.guessed for report in having):
            elsewhere = any(
                first.addresses and o.addresses and not first.addresses & o.addresses
                for o in others
            )
            return elsewhere and not frozenset.intersection(*(report.macs for report in having))
        return False

    def is_shared(self, kind, value):
        return (kind, value) in self.doubled or self.linker.is_shared(kind, value)

    def _weighed(self, one, other):
        return weigh(one, other, self.is_shared, self.linker.docks)

    def _known(self, asset):
        """Return an asset's identities, with what this run tells about the IDs that it is known by."""
        identities = self.linker.known[asset]
        standing = {}
        for source in self.sources & identities.ids.keys():
            if (source, identities.ids[source]) in self.living:
                standing[source] = LIVING
            elif self.complete:
                standing[source] = GONE
        return identities.with_standing(standing) if standing else identities

    # -- one report -------------------------------------------------------------------------------

    def _decided(self, position):
        report = self.reports[position]
        same, asked = [], []
        for asset in self.linker.candidates(report) - self.taken[position]:
            answer = self.linker.answers.get((report.subject, asset))
            if answer == NEW:
                continue
            weighing = self._weighed(report, self._known(asset))
            if answer == SAME:
                return Verdict(SAME, asset, weighing)
            found = judged(weighing)
            if found == NEW:
                self._learn(weighing)
            else:
                (same if found == SAME else asked).append((asset, weighing))
        verdict = self._chosen(report, sorted(same, key=_rank), sorted(asked, key=_rank))
        if verdict.result == SAME and self.linker.known[verdict.asset].retired:
            return Verdict(QUESTION, candidates=((verdict.asset, verdict.weighing),), why=BACK)
        return verdict

    def _learn(self, weighing):
        """Note that two machines have a value: it has lost its strength from now on."""
        if weighing.strongest_against >= STRENGTHS[SERIAL].differs:
            self.linker.shared.update(
                (e.what, e.one) for e in weighing.agreeing if e.what in UNIQUE
            )

    def _chosen(self, report, same, asked):
        """Return the Verdict where some assets may be the same and of some one must ask.

        What has an ID in its source is known again by it: a virtual machine for which only the name of
        another one speaks is entered, and the doubt stands beside it.
        """
        if not same:
            if not asked:
                return Verdict(NEW)
            result = NEW if report.ids and _is_namesake(asked[0][1]) else QUESTION
            why = DOUBTFUL if len(asked) == 1 else RIVALS
            return Verdict(result, candidates=tuple(asked), why=why)
        (asset, best), *others = same
        if asked and asked[0][1].strongest > best.strongest:
            return Verdict(QUESTION, candidates=(*asked, *same), why=OUTRANKED)
        if best.against and best.strongest < STRENGTHS[SOURCE_ID].agrees and (asked or others):
            return Verdict(QUESTION, candidates=(*same, *asked), why=RIVALS)
        if others and _is_close(best, others[0][1]):
            return Verdict(QUESTION, candidates=tuple(same), why=RIVALS)
        return Verdict(SAME, asset, best, tuple(others))

    # -- several reports of one run ---------------------------------------------------------------

    def _settle(self, found):
        """Let one report only have an asset: the likelier one keeps it, the other looks further."""
        unsettled = True
        while unsettled:
            claims = defaultdict(list)
            for position, verdict in enumerate(found):
                if verdict.result == SAME:
                    claims[verdict.asset].append(position)
            unsettled = False
            for asset, positions in claims.items():
                if len(positions) > 1:
                    unsettled |= self._settle_claims(found, asset, positions)

    def _settle_claims(self, found, asset, positions):
        """Return whether one of the reports that claim an asset has to look further."""
        ranked = sorted(positions, key=lambda position: _rank((asset, found[position].weighing)))
        first, *others = ranked
        moved = False
        for other in others:
            if self._are_one(first, other):
                continue
            mine, theirs = found[first].weighing, found[other].weighing
            if _is_close(mine, theirs) and SOURCE_ID not in {e.kind for e in mine.agreeing}:
                for position in (first, other):
                    weighing = found[position].weighing
                    found[position] = Verdict(
                        QUESTION, candidates=((asset, weighing),), why=CLAIMED
                    )
                return True
            self.taken[other].add(asset)
            found[other] = self._decided(other)
            moved = True
        return moved

    def _are_one(self, one, other):
        """Tell whether two reports of a source without IDs are of one machine."""
        mine, theirs = self.reports[one], self.reports[other]
        if mine.ids and theirs.ids:
            return False
        weighing = self._weighed(mine, theirs)
        return judged(weighing) == SAME or not weighing.differing

    def _join(self, found):
        """Find new reports without IDs that speak of a machine of which another one of the run speaks."""
        having = defaultdict(list)
        for position, verdict in enumerate(found):
            report = self.reports[position]
            if report.ids or verdict.result == QUESTION:
                continue
            if verdict.result == NEW:
                found[position] = self._joined(found, position, having)
            if found[position].result != QUESTION:
                for key in report.keys():
                    having[key].append(position)

    def _joined(self, found, position, having):
        report = self.reports[position]
        for key in report.keys():
            for other in having.get(key, ())[:CROWD]:
                weighing = self._weighed(report, self.reports[other])
                result = judged(weighing)
                if result == SAME:
                    asset = found[other].asset
                    twin = other if found[other].twin is None else found[other].twin
                    return Verdict(SAME, asset, weighing, twin=None if asset is not None else twin)
                if result == QUESTION and weighing.strongest > STRENGTHS[ADDRESS].agrees:
                    why = CLAIMED
                    return Verdict(QUESTION, candidates=((None, weighing),), why=why, twin=other)
        return found[position]


def _is_namesake(weighing):
    """Tell whether two virtual machines have nothing in common but what a copy has of its original."""
    agreeing = {e.what for e in weighing.agreeing if e.weight > STRENGTHS[SHARED_VALUE].agrees}
    return agreeing == {NAME} and WEAK_MAC in {e.kind for e in weighing.differing}


def _rank(candidate):
    """Sort the likelier asset first; the same ones in the same order each time."""
    asset, weighing = candidate
    return (-weighing.strongest, weighing.against - weighing.support, str(asset))


def _is_close(one, other):
    """Tell whether two assets are about as likely."""
    if one.strongest != other.strongest:
        return False
    return abs((one.support - one.against) - (other.support - other.against)) < CLEAR
