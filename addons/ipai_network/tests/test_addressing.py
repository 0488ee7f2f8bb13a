# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# pylint takes hypothesis.assume for a function that never returns.
# pylint: disable=unreachable
import ipaddress

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from odoo.tests import BaseCase, tagged

from .. import addressing
from ..addressing import Address, AddressError, Prefix, first_free

quickly = settings(deadline=None, derandomize=True, max_examples=100)
hosts = some.one_of(some.ip_addresses(v=4), some.ip_addresses(v=6)).filter(
    lambda host: int(host) and not getattr(host, "ipv4_mapped", None)
)


@some.composite
def interfaces(draw):
    host = draw(hosts)
    length = draw(some.integers(1, host.max_prefixlen))
    return ipaddress.ip_interface(f"{host}/{length}")


@some.composite
def small_networks(draw):
    """A network and up to eight networks inside it."""
    outer = ipaddress.ip_network("10.20.0.0/24")
    lengths = draw(some.lists(some.integers(25, 32), max_size=8))
    inner = []
    for length in lengths:
        size = 1 << (32 - length)
        offset = draw(some.integers(0, 256 // size - 1)) * size
        inner.append(ipaddress.ip_network((int(outer[0]) + offset, length)))
    return outer, inner


@tagged("-at_install", "post_install")
class TestAddressing(BaseCase):
    def test_what_is_refused_says_what_to_write(self):
        for kind, text, told in (
            (Address, "192.0.2.300/24", "write it as 192.0.2.10/24"),
            (Address, "192.0.2.10/255.255.255.0", "write it as 192.0.2.10/24"),
            (Address, "192.0.2.010/24", "write 10, not 010"),
            (Address, "192.0.2.10/0", "write a longer one"),
            (Address, "::ffff:192.0.2.10/64", "write it as 192.0.2.10"),
            (Address, "fe80::1%eth0/64", "write fe80::1 and name the interface beside it"),
            (Address, "0.0.0.0/8", "cannot be given to a host"),
            (Prefix, "192.0.2.0", "has no length; write it as 192.0.2.0/24"),
            (Prefix, "192.0.2.10/24", "the prefix that it lies in is 192.0.2.0/24"),
        ):
            with self.subTest(text), self.assertRaises(AddressError) as caught:
                kind.parse(text)
            self.assertIn(told, str(caught.exception))

    @quickly
    @given(interfaces())
    def test_agrees_with_ipaddress(self, interface):
        address = Address.parse(str(interface))
        network = interface.network
        self.assertEqual(str(address), interface.with_prefixlen)
        self.assertEqual(address.name, str(interface.ip))
        self.assertEqual(str(address.network), str(network))
        self.assertEqual(address.network.size, network.num_addresses)
        self.assertEqual(address.network.last, int(network.broadcast_address))
        self.assertEqual(str(Prefix.parse(str(network))), str(network))
        self.assertEqual(
            Prefix.from_key(address.network.first_key, address.length), address.network
        )

    @quickly
    @given(interfaces(), interfaces())
    def test_keys_sort_as_addresses_do(self, one, other):
        def order(interface):
            return interface.version, int(interface.ip)

        keys = Address.parse(str(one)).key, Address.parse(str(other)).key
        self.assertEqual(order(one) < order(other), keys[0] < keys[1])
        self.assertEqual(order(one) == order(other), keys[0] == keys[1])

    @quickly
    @given(interfaces(), some.integers(1, 128))
    def test_covering_names_the_networks_that_contain_the_host(self, interface, length):
        assume(length <= interface.max_prefixlen)
        ((key, _length),) = Address.parse(str(interface)).covering([length])
        network = ipaddress.ip_network((int(interface.ip), interface.max_prefixlen)).supernet(
            new_prefix=length
        )
        self.assertEqual(key, addressing.host_key(interface.version, int(network[0])))

    @quickly
    @given(interfaces())
    def test_usable_are_the_hosts_of_ipaddress(self, interface):
        network = interface.network
        assume(network.num_addresses <= 256)
        low, high = Prefix.parse(str(network)).usable
        self.assertEqual([low, high], [int(list(network.hosts())[end]) for end in (0, -1)])

    @quickly
    @given(small_networks(), some.integers(25, 32))
    def test_next_free_prefix_is_the_first_that_overlaps_none(self, networks, length):
        outer, inner = networks
        expected = next(
            (
                str(candidate)
                for candidate in outer.subnets(new_prefix=length)
                if not any(candidate.overlaps(taken) for taken in inner)
            ),
            None,
        )
        free = Prefix.parse(str(outer)).next_free(length, [Prefix.parse(str(net)) for net in inner])
        self.assertEqual(free and str(free), expected)

    @quickly
    @given(some.sets(some.integers(0, 70)), some.integers(0, 70), some.integers(0, 70))
    def test_first_free_is_the_lowest(self, used, low, high):
        expected = next((n for n in range(low, high + 1) if n not in used), None)

        def taken(spans):
            return [len([n for n in used if first <= n <= last]) for first, last in spans]

        self.assertEqual(first_free(low, high, taken), expected)
        self.assertEqual(first_free(low, high, taken, fan=2), expected)

    @quickly
    @given(some.text(alphabet="0123456789abcdefx.:/% -", max_size=24))
    def test_nonsense_is_refused_and_nothing_else_raised(self, text):
        for kind in (Address, Prefix):
            try:
                parsed = kind.parse(text)
            except AddressError:
                continue
            self.assertEqual(kind.parse(str(parsed)), parsed)

    def test_bad_input_says_what_is_wrong(self):
        for kind, text, reason in (
            (Prefix, "0.0.0.0/0", "/0 spans the whole Internet"),
            (Prefix, "::/0", "/0 spans the whole Internet"),
            (Prefix, "192.0.2.0", "has no length"),
            (Prefix, "192.0.2.1/24", "it lies in is 192.0.2.0/24"),
            (Prefix, "192.0.2.0/33", "is not an IP address"),
            (Prefix, "192.0.2.0/255.255.255.0", "is not an IP address"),
            (Address, "0.0.0.0", "means “no address”"),
            (Address, "::/64", "means “no address”"),
            (Address, "192.0.2.010/24", "leading zeros"),
            (Address, "192.0.2.10/024", "leading zeros"),
            (Address, "fe80::1%eth0/64", "has a zone; write fe80::1"),
            (Address, "::ffff:192.0.2.10/64", "write it as 192.0.2.10"),
            (Address, "pve01", "is not an IP address"),
            (Address, "", "is not an IP address"),
            (Address, None, "is not an IP address"),
        ):
            with self.subTest(text=text), self.assertRaisesRegex(AddressError, reason):
                kind.parse(text)

    def test_prefix_from_zero_is_a_prefix(self):
        self.assertEqual(str(Prefix.parse("0.0.0.0/8")), "0.0.0.0/8")
