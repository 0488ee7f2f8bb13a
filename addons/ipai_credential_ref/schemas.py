# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the call for the references of an asset takes and gives."""

from typing import Annotated

from pydantic import Field, StringConstraints

from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_base.http.schemas import Schema, UtcDatetime


class CredentialQuery(Schema):
    asset: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
    ] = Field(
        description="Its number, host name, asset tag, serial number or name.", examples=["pve01"]
    )


class Credential(Schema):
    """Where a secret is. The caller reads it from the vault itself."""

    id: int
    name: str
    kind: str
    vault: str | None
    vault_kind: str | None
    address: str | None = Field(description="Of the vault.")
    namespace: str | None
    locator: str | None = Field(
        description="Of KV engines: mount and path without data/. Of Bitwarden: the item, after its collection."
    )
    username_hint: str | None
    owner: str | None
    mfa_required: bool
    state: str
    verified_on: UtcDatetime | None = Field(
        description="When the vault says that the current version was written."
    )
    verified_version: int | None
    due_on: str | None = Field(description="The day on which it is to be changed.")
    url: str


class CredentialList(Schema):
    asset: int
    asset_name: str
    credentials: list[Credential]


register(
    {
        "credentials": "The references, without any secret.",
        "mfa_required": "Whether a second factor is asked for.",
        "namespace": "The part of the vault that it lies in.",
        "owner": "Who answers for it.",
        "username_hint": "As whom one signs in, as far as it may be said.",
        "vault": "The vault that it lies in.",
        "vault_kind": "Which program the vault is.",
        "verified_version": "The version that the vault had when it was last looked at.",
        "Credential.kind": "What is kept: password, key, token and so on.",
        "CredentialList.asset": "The number of the asset.",
    }
)
