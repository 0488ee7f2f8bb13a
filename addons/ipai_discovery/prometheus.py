# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""HTTP service discovery of Prometheus (https://prometheus.io/docs/prometheus/latest/http_sd/)."""

from pydantic import Field, RootModel

from odoo.addons.ipai_base.http.schemas import Schema


class Choice(Schema):
    """Which targets: those of the services, of one service, or one port of every asset."""

    port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="This port, in place of those of the services.",
        examples=[9100],
    )
    service: str | None = Field(
        None, min_length=1, max_length=200, description="Only what carries the service so named."
    )


class TargetGroup(Schema):
    targets: list[str] = Field(examples=[["192.0.2.10:9100"]])
    labels: dict[str, str]


class TargetGroups(RootModel[list[TargetGroup]]):
    """A bare array, as Prometheus demands; it takes the whole list or none, so there are no pages."""


def target(host, port):
    """Host and port as Prometheus dials them; IPv6 stands in brackets.

    >>> target("192.0.2.10", 9100), target("2001:db8::1", 9100)
    ('192.0.2.10:9100', '[2001:db8::1]:9100')
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def labels(**values):
    """The labels that have a value, as text: to Prometheus an empty label is none.

    >>> labels(asset="pve01", asset_id=7, owner=False)
    {'asset': 'pve01', 'asset_id': '7'}
    """
    return {name: str(value) for name, value in values.items() if value}
