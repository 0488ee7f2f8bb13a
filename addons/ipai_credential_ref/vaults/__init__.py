# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking a vault when a secret was written, and whether we could read it, without ever reading it.

``addresses`` says where a vault may be asked at all, ``own_secret`` where our own credential comes from, ``privileges``
what a token must not be able to do, ``metadata`` what the answers say of a secret, ``paging`` which pages of a folder to
ask for. All of that is pure. ``kv_client`` and ``bitwarden_client`` do the asking, ``errors`` are what can come of it.
"""
