# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much a MAC address says about whose it is."""

import re

PERMANENT, WEAK, SHARED, NOBODY = "permanent", "weak", "shared", "nobody"

NOBODYS = {
    "00:00:00:00:00:00": "all zeros",
    "00:00:5e:00:01": "VRRP and CARP, IPv4 (RFC 9568)",
    "00:00:5e:00:02": "VRRP, IPv6 (RFC 9568)",
    "00:00:0c:07:ac": "HSRP",
    "00:00:0c:9f:f": "HSRP version 2",
    "00:05:73:a0:0": "HSRP, IPv6",
    "00:07:b4:00": "GLBP",
    "02:bf:": "Microsoft network load balancing",
    "02:42:ac:1": "Docker's default networks: made of the container's address",
    "02:00:00:00:00:00": "what iOS and Android tell in place of their own",
    "02:00:4c:4f:4f:50": "Microsoft's loopback adapter",
    "02:50:41:00:00:01": "Palo Alto GlobalProtect",
    "00:05:9a:3c:7": "Cisco AnyConnect",
    "00:09:0f:aa:00": "Fortinet's VPN adapter",
    "00:09:0f:fe:00": "Fortinet's VPN adapter",
    "00:50:56:c0:00": "VMware's host-only and NAT networks",
    "0a:00:27:00:00": "VirtualBox's host-only network",
    "00:1c:42:00:00": "Parallels' host networks",
    "20:41:53:59:4e": "Windows' WAN miniport",
    "50:50:54:50:30": "Windows' PPTP miniport",
    "33:50:6f:45:30": "Windows' PPPoE miniport",
}
"""Beginnings of addresses that belong to a protocol or to a piece of software."""
_NOBODYS = tuple(NOBODYS)

DOCKS = {
    "00:e0:4c": "Realtek",
    "00:0e:c6": "ASIX",
    "00:50:b6": "Good Way",
    "00:24:9b": "Action Star",
    "00:05:1b": "Magic Control",
    "0c:37:96": "Bizlink",
    "9c:eb:e8": "Bizlink",
    "3c:18:a0": "Luxshare",
    "48:2a:e3": "Wistron",
    "64:4b:f0": "CalDigit",
    "80:3f:5d": "Winstars",
    "8c:ae:4c": "Plugable",
    "d0:c0:bf": "Actions",
}
"""Makers of docks and USB adapters: what is plugged in today here is plugged in there tomorrow."""

DOCK_MAKERS = tuple(DOCKS)

VIRTUAL = {
    "00:05:69": "VMware",
    "00:0c:29": "VMware",
    "00:1c:14": "VMware",
    "00:50:56": "VMware",
    "00:15:5d": "Hyper-V",
    "00:16:3e": "Xen",
    "00:1a:4a": "oVirt",
    "00:1c:42": "Parallels",
    "08:00:27": "VirtualBox",
    "50:6b:8d": "Nutanix",
    "bc:24:11": "Proxmox VE",
}
"""What hypervisors choose from: copied with a machine, and chosen again for another. 52:54:00 (KVM) is local anyway."""
_VIRTUAL = tuple(VIRTUAL)

LOCAL_INTERFACES = re.compile(
    r"(lo\d*|docker\d*|docker_gwbridge|br-[0-9a-f]{12}|veth.*|virbr\d+(-nic)?|lxcbr\d+|lxdbr\d+|podman\d*|cni\d*|"
    r"cali.*|flannel.*|vxlan\.calico|kube-.*|vmnet\d+|vboxnet\d+|fwbr.*|fwpr.*|fwln.*|tap\d.*|tun\d*|wg\d*|tailscale\d*|"
    r"zt\w{8,}|ifb\d*|dummy\d*|isatap.*|teredo.*|loopback.*|vethernet \((default switch|wsl.*)\))",
    re.IGNORECASE,
)
"""Interfaces that live within one host: their MACs and addresses are the same on many."""


def strength_of(mac, docks=DOCK_MAKERS):
    """Return how much a canonical MAC identifies: PERMANENT, WEAK, SHARED or NOBODY.

    :param docks: beginnings of addresses of what is plugged into one machine after another

    >>> strength_of("3c:52:82:01:02:03"), strength_of("02:aa:00:00:00:01"), strength_of("52:54:00:12:34:56")
    ('permanent', 'weak', 'weak')
    >>> strength_of("00:00:5e:00:01:0a"), strength_of("00:00:5e:00:53:0a"), strength_of("01:00:5e:00:00:01")
    ('nobody', 'permanent', 'nobody')
    >>> strength_of("00:e0:4c:68:00:01"), strength_of("3c:52:82:01:02:03", ("3c:52:82",))
    ('shared', 'shared')
    """
    first = int(mac[:2], 16)
    if first & 1 or mac.startswith(_NOBODYS):
        return NOBODY
    if mac.startswith(docks):
        return SHARED
    if first & 2 or mac.startswith(_VIRTUAL):
        return WEAK
    return PERMANENT


def is_local_interface(name):
    """Tell whether an interface lives within its host, so that what it has is no identity.

    >>> [is_local_interface(name) for name in ("lo", "docker0", "br-0123456789ab", "virbr0", "ens18", "br0", "bond0")]
    [True, True, True, True, False, False, False]
    """
    return bool(LOCAL_INTERFACES.fullmatch((name or "").strip()))
