# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pairs of a known machine and a report, and what an operator would say of them.

A pair is a line: what is known | what is reported | same, new or question | why an operator agrees.
Words: `agent=7` an ID in the source called agent (`?` behind it: lately, `!`: in this very run, `~`: no longer
reported), `s:` serial, `by:` manufacturer, `u:` UUID, `m:` MACs, `t:` asset tag, `h:` host name, `n:` name,
`a:` addresses, `c:` customer, `retired`, `resolved` where a resolver made the name of the address.
"""

import random
from dataclasses import replace

from odoo.tests import BaseCase

from ..linkage.deciding import NEW, QUESTION, SAME, Linker, judged
from ..linkage.identities import ANY_CUSTOMER, GONE, LIVING, RECENT, Identities
from ..linkage.weighing import STRENGTHS, weigh

STANDING = {"?": RECENT, "!": LIVING, "~": GONE}
INTEL, DELL, VM, OTHER_VM = (
    "3c:52:82:00:00:01", "3c:52:82:00:00:02", "52:54:00:00:00:01", "52:54:00:00:00:02",
)  # fmt: skip

PAIRS = f"""
agent=7 h:pc1 m:{VM} a:192.0.2.5 | h:pc1 m:{OTHER_VM} a:192.0.2.5 resolved | question | the name of a lease that moved?
agent=7 h:pc1 m:{VM} a:192.0.2.5 | h:pc1 m:00:e0:4c:00:02:01 a:192.0.2.5 resolved | question | a dock answers under its name
agent=7 h:pc1 m:{VM} a:192.0.2.5 | h:pc1 m:{VM} a:192.0.2.5 resolved | same | name and card are its own
h:pc1 a:192.0.2.5          | h:pc1 a:192.0.2.5 resolved | same     | nothing speaks against it
agent=7 h:pc1              | agent=7 h:pc1              | same     | its source calls it so
agent=7 h:pc1              | agent=7 h:pc9              | same     | renamed
agent=7 s:S1001            | agent=7 s:S2002            | same     | a new mainboard
agent=7 s:S1001 h:pc1      | agent=7 s:S2002 h:pc1      | same     | a new mainboard
agent=7 s:S1001 h:pc1 m:{INTEL} | agent=7 s:S2002 h:pc1 m:{DELL} | same | a new mainboard with its network card
agent=7 s:S1001 h:pc1 m:{INTEL} | agent=7 s:S2002 h:pc9 m:{DELL} | question | nothing is left of it but the ID: used again?
agent=7 m:{INTEL}          | agent=7 m:{DELL}           | same     | another network card
agent=7~ s:S1001           | agent=8 s:S1001            | same     | installed anew: the old ID is gone
agent=7~ s:S1001 h:pc1     | agent=8 s:S1001 h:pc9      | same     | installed anew under another name
agent=7? s:S1001 h:pc1     | agent=8 s:S1001 h:pc1      | same     | installed anew a moment ago
agent=7? s:S1001           | agent=8 s:S1001            | question | only the serial number says so, and the old ID spoke lately
agent=7? s:S1001 h:b1 m:{INTEL} | agent=8 s:S1001 h:b2 m:{DELL} | question | a blade of the same chassis?
agent=7! s:S1001           | agent=8 s:S1001            | new      | its source reports both
agent=7! s:S1001 h:pc1     | agent=8 s:S1001 h:pc1      | new      | a clone beside its original
agent=7! s:S1001 h:pc1 m:{INTEL} | agent=8 s:S1001 h:pc1 m:{INTEL} | question | all is alike: registered twice?
agent=7! h:pc1             | agent=8 h:pc1              | new      | two of one name in one source
agent=7 h:pc1              | lan=x h:pc1                | same     | another source, its own ID
s:S1001                    | s:S1001                    | same     | serial number
s:5cg-1001                 | s:5CG1001                  | same     | the same, written otherwise
s:S1001 h:pc1              | s:S1001 h:pc9              | same     | renamed
s:S1001 h:pc1              | s:S2002 h:pc1              | question | replaced under its name, or a new mainboard?
s:S1001 h:pc1 a:192.0.2.1  | s:S2002 h:pc9 a:192.0.2.1  | new      | the lease moved on
s:S1001 by:Dell            | s:S1001 by:Dell_Inc.       | same     | the firm in full
s:1001 by:Dell             | s:1001 by:Lenovo h:pc1     | same     | a short number, a maker mistaken, and nothing against it
s:1001 by:Dell h:pc1       | s:1001 by:Lenovo h:pc9     | new      | two makers count alike
s:S1001 h:b1 m:{INTEL}     | s:S1001 h:b2 m:{DELL}      | question | a blade, or renamed with a new card?
s:S1001 t:A1               | s:S2002 t:A1               | question | a tag copied, or a new mainboard?
s:System_Serial_Number h:a | s:System_Serial_Number h:b | new      | a placeholder
s:SystemSerialNumb h:a     | s:SystemSerialNumb h:b     | new      | a placeholder cut off
s:0123456789ABCDEF h:a     | s:0123456789ABCDEF h:b     | new      | a placeholder
s:No_response_from_BMC h:a | s:No_response_from_BMC h:b | new      | an error message
s:8.93901E+18 h:a          | s:8.93901E+18 h:b          | new      | rounded by a spreadsheet
s:#REF! n:a                | s:#REF! n:b                | new      | a spreadsheet's error
s:.... h:a                 | s:.... h:b                 | new      | dots
u:4c4c4544-0042-3510-8051-c7c04f4d3032 | u:4C4C4544004235108051C7C04F4D3032 | same | one UUID
u:03000200-0400-0500-0006-000700080009 h:a | u:03000200-0400-0500-0006-000700080009 h:b | new | every board has it
m:{INTEL}                  | m:{INTEL}                  | same     | a permanent MAC
m:{INTEL} a:192.0.2.1      | m:{INTEL} a:192.0.2.9      | same     | another lease
m:{INTEL} h:pc1            | m:{INTEL} h:pc9            | question | renamed, or an adapter lent?
m:{INTEL} h:pc1 s:S1001    | m:{INTEL} h:pc9 s:S2002    | question | an adapter that went from one to the other?
m:{INTEL} h:pc1            | m:{DELL} h:pc1             | question | wireless here, cable there?
m:{VM}                     | m:{VM} a:192.0.2.1         | same     | a virtual MAC, and nothing against it
m:{VM} h:vm1               | m:{VM} h:vm2               | question | renamed, or copied with its card?
m:{VM} s:S1001 h:vm1       | m:{VM} s:S2002 h:vm2       | new      | a weak MAC loses to a serial number
m:{VM} a:192.0.2.1         | m:{OTHER_VM} a:192.0.2.1   | new      | another MAC at the address: the lease moved on
m:{VM} h:vm1               | m:{OTHER_VM} h:vm1         | question | made anew under its name, or a copy?
m:02:00:00:00:00:a1,02:00:00:00:00:99 h:la s:LSA1 | m:02:00:00:00:00:b1,02:00:00:00:00:99 h:lb s:LSB1 | new | a dock
m:00:e0:4c:00:00:01 h:la   | m:00:e0:4c:00:00:01 h:lb   | new      | a dock by its maker
m:00:00:5e:00:01:0a h:fw1  | m:00:00:5e:00:01:0a h:fw2  | new      | VRRP
m:00:00:0c:07:ac:01        | m:00:00:0c:07:ac:01        | new      | HSRP: nobody's
m:00:00:00:00:00:00        | m:00:00:00:00:00:00        | new      | all zeros
m:02:42:ac:11:00:02        | m:02:42:ac:11:00:02        | new      | a container's, made of its address
m:00:50:56:c0:00:08 h:a    | m:00:50:56:c0:00:08 h:b    | new      | VMware's host network
m:{INTEL},{VM} h:la        | m:{VM}                     | question | a weak MAC beside a permanent one: a dock's?
m:{INTEL},{VM} a:192.0.2.1 | m:{VM} a:192.0.2.1         | same     | and its address as well
t:A-0042                   | t:a0042 h:pc1              | same     | asset tag
t:N/A h:a                  | t:N/A h:b                  | new      | no tag
t:A1 h:pc1                 | t:A2 h:pc1                 | question | a new label, or another machine of this name?
t:A1 h:pc1                 | t:A1 h:pc9                 | question | renamed, or the label went over?
h:pc1                      | h:PC1.                     | same     | host name
h:pc1                      | h:pc1.corp.example         | same     | with and without its domain
h:pc1.lan                  | h:pc1                      | same     | a local domain
h:web.a.example            | h:web.b.example            | new      | two domains
h:pc1 c:1                  | h:pc1 c:2                  | new      | two customers
h:pc1 c:1                  | h:pc1                      | same     | nothing said about the customer
h:_gateway m:{VM}          | h:_gateway m:{OTHER_VM}    | new      | a resolver's name
h:localhost.localdomain    | h:localhost.localdomain    | new      | everybody's name
h:raspberrypi              | h:raspberrypi              | question | a name from the box
h:raspberrypi m:{INTEL}    | h:raspberrypi m:{DELL}     | new      | a name from the box, and other cards
n:Front_Desk               | n:front_desk               | same     | called the same
n:pc1 a:192.0.2.1          | h:pc1                      | same     | its name is its host name
a:192.0.2.1 h:pc1          | a:192.0.2.1                | same     | an address, and nothing against it
a:127.0.0.1 h:a            | a:127.0.0.1 h:b            | new      | every host has it
a:192.0.2.1 h:phone        | a:192.0.2.1 h:laptop       | new      | the lease moved on
a:192.0.2.1 h:anna-phone   | a:192.0.2.1 h:bens-laptop  | new      | the lease moved on
a:192.0.2.1 c:1            | a:192.0.2.1 c:2            | new      | two customers' networks
h:pc1 retired              | h:pc1                      | new      | it gave its name back
a:192.0.2.1 retired        | a:192.0.2.1                | new      | it gave its address back
s:S1001 retired            | s:S1001                    | question | is it back?
agent=7 retired            | agent=7                    | question | is it back?
""".strip()  # fmt: skip

FIELDS = {
    "s": "serial",
    "by": "manufacturer",
    "u": "uuid",
    "t": "tag",
    "h": "hostname",
    "n": "name",
}


def read(words):
    """Return the Identities that a few words tell."""
    told = {"ids": {}, "standing": {}, "customer": ANY_CUSTOMER}
    for word in words.split():
        if word in ("retired", "resolved"):
            told["guessed" if word == "resolved" else word] = True
        elif "=" in word:
            source, _equals, value = word.partition("=")
            told["standing"][source] = STANDING.get(value[-1], LIVING)
            told["ids"][source] = value.rstrip("?!~")
        else:
            field, _colon, value = word.partition(":")
            value = value.replace("_", " ") if field in ("s", "by", "n") else value
            if field in ("m", "a"):
                told["macs" if field == "m" else "addresses"] = value.split(",")
            else:
                told["customer" if field == "c" else FIELDS[field]] = value
    return Identities.of(**told)


def table():
    for line in PAIRS.splitlines():
        known, reported, expected, why = (cell.strip() for cell in line.split("|"))
        yield line, read(known), read(reported), expected, why


class TestLinkagePairs(BaseCase):
    def test_each_pair_of_the_table_comes_to_what_an_operator_says(self):
        self.assertGreater(len(PAIRS.splitlines()), 60)
        for line, known, reported, expected, why in table():
            with self.subTest(why):
                linker = Linker()
                linker.put("known", known)
                (verdict,) = linker.link([reported])
                self.assertEqual(verdict.result, expected, line)

    def test_a_question_gives_its_reasons_in_words(self):
        linker = Linker()
        linker.put("known", read(f"m:{INTEL} h:pc1"))
        (verdict,) = linker.link([read(f"m:{INTEL} h:pc9")])
        self.assertEqual(
            str(verdict.candidates[0][1]),
            f"same MAC address {INTEL}, but host name pc9 is not pc1",
        )


class TestLinkageRuns(BaseCase):
    def test_the_source_id_wins_where_two_reports_claim_one_asset(self):
        linker = Linker()
        linker.put("lap-a", read("agent=A h:lap-a"))
        certain, other = linker.link([read("agent=A h:lap-z"), read("agent=B h:lap-a")])
        self.assertEqual((certain.result, certain.asset), (SAME, "lap-a"))
        self.assertEqual(other.result, NEW)

    def test_a_chassis_serial_in_one_run_joins_no_blades(self):
        linker = Linker()
        linker.put("b1", read("s:CHASSIS1 h:b1"))
        found = linker.link([read(f"bmc={i} s:CHASSIS1 h:b{i}") for i in (1, 2, 3)])
        self.assertEqual([v.result for v in found], [SAME, NEW, NEW])
        self.assertTrue(linker.is_shared("serial", "CHASSIS1"))

    def test_a_value_that_was_found_shared_stays_weak(self):
        linker = Linker()
        linker.put("lap-a", read(f"agent=A s:S1001 h:lap-a m:{INTEL}"))
        linker.link(
            [read(f"agent=A s:S1001 h:lap-a m:{INTEL}"), read(f"agent=B s:S2002 h:lap-b m:{INTEL}")]
        )
        linker.put("lap-a", read("agent=A s:S1001 h:lap-a"))
        self.assertEqual(linker.link([read(f"m:{INTEL}")])[0].result, NEW)
        linker.put("lap-a", read(f"agent=A s:S1001 h:lap-a m:{INTEL}"))
        self.assertEqual(linker.link([read(f"m:{INTEL}")])[0].result, QUESTION)

    def test_several_addresses_of_one_mac_in_a_scan_are_one_machine(self):
        first, second = Linker().link(
            [read(f"m:{VM} a:192.0.2.5 h:srv"), read(f"m:{VM} a:192.0.2.6")]
        )
        self.assertEqual((first.result, second.result, second.twin), (NEW, SAME, 0))

    def test_hosts_of_one_reverse_name_are_hosts_of_their_own(self):
        hosts = [read(f"h:edge.example.net a:192.0.2.{i}") for i in (1, 2, 3)]
        found = Linker().link([replace(host, guessed=True) for host in hosts])
        self.assertEqual([v.result for v in found], [NEW, NEW, NEW])
        self.assertEqual([v.twin for v in Linker().link(hosts)], [None, 0, 0])

    def test_what_a_complete_run_lacks_is_gone(self):
        linker = Linker()
        linker.put("pc1", read("agent=7? s:S1001"))
        self.assertEqual(linker.link([read("agent=8 s:S1001")])[0].result, QUESTION)
        self.assertEqual(linker.link([read("agent=8 s:S1001")], complete=True)[0].result, SAME)

    def test_a_copied_name_keeps_no_virtual_machine_out_that_has_an_id(self):
        linker = Linker()
        linker.put("vm1", read(f"h:vm1 m:{VM}"))
        (verdict,) = linker.link([read(f"list=1 h:vm1 m:{OTHER_VM}")])
        self.assertEqual((verdict.result, verdict.candidates[0][0]), (NEW, "vm1"))

    def test_two_assets_of_one_name_are_a_question(self):
        linker = Linker()
        linker.put(1, read("h:pc1.a.example"))
        linker.put(2, read("h:pc1.b.example"))
        (verdict,) = linker.link([read("h:pc1")])
        self.assertEqual((verdict.result, len(verdict.candidates)), (QUESTION, 2))
        self.assertEqual(linker.link([read("h:pc1.b.example")])[0].asset, 2)

    def test_an_answer_is_remembered(self):
        linker = Linker()
        linker.put("known", read("s:S1001 h:pc1"))
        report = read("s:S2002 h:pc1")
        self.assertEqual(linker.link([report])[0].result, QUESTION)
        linker.answers[report.subject, "known"] = NEW
        self.assertEqual(linker.link([report])[0].result, NEW)
        linker.answers[report.subject, "known"] = SAME
        self.assertEqual(linker.link([report])[0].asset, "known")


class TestLinkageProperties(BaseCase):
    """What holds for any two machines; values come from a few, so that they meet often."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(20261127)

    def _identities(self):
        choose = self.random.choice
        few = lambda kind: choose(["", f"{kind}1001", f"{kind}2002"])  # noqa: E731
        return Identities.of(
            ids={s: choose("78") for s in ("agent", "lan") if choose([True, False])},
            serial=few("S"),
            uuid=few("U"),
            tag=few("T"),
            hostname=choose(["", "pc1", "pc9", "pc1.corp.example", "raspberrypi"]),
            macs=[m for m in (INTEL, DELL, VM, OTHER_VM) if choose([True, False, False])],
            addresses=[a for a in ("192.0.2.1", "192.0.2.2") if choose([True, False])],
            customer=choose([1, 1, 2, ANY_CUSTOMER]),
            standing={s: choose([LIVING, RECENT, GONE]) for s in ("agent", "lan")},
        )

    def test_it_does_not_matter_which_of_two_is_known(self):
        for _try in range(3000):
            one, other = self._identities(), self._identities()
            there, back = weigh(one, other), weigh(other, one)
            self.assertEqual(judged(there), judged(back), (one, other))
            self.assertEqual((there.support, there.against), (back.support, back.against))

    def test_whatever_weaker_agrees_never_outvotes_what_differs(self):
        found = 0
        for _try in range(6000):
            weighing = weigh(self._identities(), self._identities())
            strongest = max((e.weight for e in weighing.differing), default=0)
            if strongest and all(e.weight <= strongest for e in weighing.agreeing):
                found += 1
                self.assertNotEqual(judged(weighing), SAME, str(weighing))
        self.assertGreater(found, 1000)

    def test_a_machine_is_itself(self):
        for _try in range(1000):
            one = self._identities()
            weighing = weigh(one, one)
            self.assertFalse(weighing.differing)
            self.assertEqual(
                judged(weighing) == SAME, weighing.strongest >= STRENGTHS["address"].agrees
            )
