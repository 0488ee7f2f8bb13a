# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets that are shown once: in a dialog that no save of the web client can reach."""


def shown_once(env, name, value, sentences=(), warning=None, before=(), after=()):
    """The action that shows a secret.

    No form, not even of a model without a table: the web client saves a form when its page is left,
    and then the secret stands in an error of the database, in the log.

    :param name: title of the dialog.
    :param sentences: what to do with it.
    :param before: (label, value) of what is shown above it, such as the address it is for;
    :param after: and of what is shown below it.
    """
    return {
        "type": "ir.actions.client",
        "tag": "ipai_base.show_once",
        "target": "new",
        "name": name,
        "params": {
            "value": value,
            "values": [*({"label": label, "value": text} for label, text in before if text)]
            + [{"label": env._("Secret") if before or after else "", "value": value}]
            + [{"label": label, "value": text} for label, text in after],
            "sentences": list(sentences),
            "warning": warning
            or env._("It is shown this once, and cannot be read later: keep it in your vault."),
        },
    }
