# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The policies to paste into a vault, so that it tells us dates and nothing else. The tests use these very texts."""

HASHICORP = """\
path "{mount}/metadata/*"          {{ capabilities = ["read", "list"] }}
path "{mount}/detailed-metadata/*" {{ capabilities = ["list", "scan"] }}
path "sys/capabilities-self"      {{ capabilities = ["update"] }}
path "auth/token/lookup-self"     {{ capabilities = ["read"] }}
"""
BITWARDEN = """\
Make a user of the organization for this alone. Give it the collections that hold what is referred to, with
"Can view, except passwords". Take its personal API key (Account settings > Security > Keys) and write
client_id:client_secret into the place that is named here. Never give its master password to anybody: without it
nothing of what the server sends can be decrypted.
"""
URI = "Nothing is asked of such a vault: what its references say is declared by people."


def text(kind, mounts=()):
    """The policy for a vault of the kind.

    >>> print(text("hashicorp", ["secret"]).splitlines()[0])
    path "secret/metadata/*"          { capabilities = ["read", "list"] }
    >>> text("hashicorp", ["a", "b"]).count("capabilities-self")
    1
    """
    if kind != "hashicorp":
        return BITWARDEN if kind == "bitwarden" else URI
    lines = []
    for mount in mounts or ["secret"]:
        lines += [line for line in HASHICORP.format(mount=mount).splitlines() if line not in lines]
    return "\n".join(lines) + "\n"
