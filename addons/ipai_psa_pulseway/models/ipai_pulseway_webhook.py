# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base import audit

from ..pulseway.client import ApiError

PRIORITIES = ["Low", "Normal", "Elevated", "Critical"]
SELF_TEST = "Odoo self-test"
TRY_AGAIN = timedelta(minutes=5)


class IpaiPulsewayAccount(models.Model):
    """Pulseway's notification webhook: made, rotated and deleted through its API, and tried."""

    _inherit = "ipai.pulseway.account"

    webhook_number = fields.Char("Webhook", readonly=True, copy=False, help="Its ID in Pulseway.")
    webhook_state = fields.Selection(
        [
            ("none", "None"),
            ("set", "Set Up"),
            ("proved", "Delivered"),
            ("unsure", "Its Secret Is Not Known"),
        ],
        readonly=True,
        default="none",
        copy=False,
        help="Where an answer with a new secret was lost, the secret is made anew.",
    )
    webhook_tried_on = fields.Datetime(readonly=True, copy=False)
    self_test = fields.Char(readonly=True, copy=False)
    self_test_on = fields.Datetime("Self-Test Sent", readonly=True, copy=False)
    self_test_done_on = fields.Datetime("Self-Test Arrived", readonly=True, copy=False)

    def action_provision(self):
        """Make the webhook in Pulseway, or take over the one that is there under our name, and try it."""
        return self._at_api(
            self._provision, self.env._("The webhook is set up. Its first delivery proves it.")
        )

    def action_rotate_webhook(self):
        """Have Pulseway make a new secret; the old one is taken for as long as the source says."""
        if not self.webhook_number:
            raise UserError(self.env._("There is no webhook yet: set it up first."))
        return self._at_api(self._rotate, self.env._("The webhook has a new secret."))

    def action_delete_webhook(self):
        """Delete the webhook in Pulseway; what it had delivered stays."""
        return self._at_api(self._delete_webhook, self.env._("The webhook is deleted."))

    def action_self_test(self):
        """Raise a notification in Pulseway that is to come back here."""
        return self._at_api(
            self._send_self_test, self.env._("Sent. See in a moment whether it arrived.")
        )

    def _at_api(self, act, done):
        """Do something at the API on a person's word, and tell them; what went wrong is written down, so nothing is raised.

        :param done: what is said when it went well.
        """
        self.ensure_one()
        self._check_may_manage()
        try:
            act(self._client())
        except ApiError as error:
            self._note_failure(str(error))
            if self.webhook_state == "unsure":
                lost = self.env._("The webhook's new secret was lost on its way: it is made anew.")
                return self._told(lost, "warning")
            return self._told(self.env._("%(name)s: %(reason)s.", name=self.name, reason=error), "danger")  # fmt: skip
        self._note_answer()
        return self._told(done, "success")

    # -- the webhook -----------------------------------------------------------------------------

    def _provision(self, client):
        """Set it up. A POST is sent once: before it, and after a lost answer, it is looked for by its name."""
        source = self.sudo().source_id
        path, _secret = source._issue()
        body = self._webhook_body(f"{self.get_base_url()}{path}")
        number = self.webhook_number or self._find_webhook(client, body["Name"])
        if number:
            self.sudo().webhook_number = number
            client.send("PUT", f"notifications/webhooks/{number}", body)
            self._rotate(client)
        else:
            try:
                data = client.send("POST", "notifications/webhooks", body)
            except ApiError as error:
                number = self._find_webhook(client, body["Name"]) if error.status == 0 else None
                if not number:
                    raise
                self.sudo().webhook_number = number
                self._rotate(client)
            else:
                self.sudo().webhook_number = str((data or {}).get("Id") or "")
                self._keep_secret(data)
        audit.done(self, "pulseway.webhook.provision")

    def _webhook_body(self, url):
        return {
            "Name": self._webhook_name(),
            "Description": f"Notifications to {self.get_base_url()}"[:255],
            "Priorities": PRIORITIES,
            "OrganizationIds": None,
            "Headers": {},
            "Url": url[:2000],
            "Language": "en",
        }

    def _webhook_name(self):
        return f"Odoo {self.env.cr.dbname} {self.id}"[:100]

    def _find_webhook(self, client, name):
        rows = client.every("notifications/webhooks")
        return next(
            (str(row["Id"]) for row in rows if row.get("Name") == name and row.get("Id")), ""
        )

    def _rotate(self, client):
        """Make a new secret. Where the answer is lost the old one may be dead: it is asked for again later."""
        self.sudo().write({"webhook_tried_on": fields.Datetime.now()})
        try:
            data = client.send(
                "POST", f"notifications/webhooks/{self.webhook_number}/regenerateSecretKey"
            )
            self._keep_secret(data)
        except ApiError as error:
            if error.status == 404:
                self.sudo().write({"webhook_number": False, "webhook_state": "none"})
            elif error.status not in (401, 403, 405, 429):
                # It may have been made all the same.
                self.sudo().webhook_state = "unsure"
            raise

    def _keep_secret(self, data):
        secret = data.get("SecretKey") if isinstance(data, dict) else None
        if not isinstance(secret, str) or not secret:
            self.sudo().webhook_state = "unsure"
            raise ApiError(self.env._("it gave no secret for the webhook"))
        # Narrow: the secret of this account's own source, written and never read.
        self.sudo().source_id._set_secret(secret)
        self.sudo().webhook_state = "set"

    def _delete_webhook(self, client):
        number = self.webhook_number or self._find_webhook(client, self._webhook_name())
        if number:
            try:
                client.send("DELETE", f"notifications/webhooks/{number}")
            except ApiError as error:
                if error.status != 404:
                    raise
        self.sudo().write({"webhook_number": False, "webhook_state": "none"})
        audit.done(self, "pulseway.webhook.delete")

    def _repair_webhook(self):
        """Make the secret anew where its answer was lost, or where deliveries have bad signatures since."""
        now = fields.Datetime.now()
        if not self.webhook_number or (
            self.webhook_tried_on and self.webhook_tried_on > now - TRY_AGAIN
        ):
            return
        bad = self.bad_signature_on
        broken = (
            bad
            and self.webhook_tried_on
            and bad > self.webhook_tried_on
            and not (self.last_delivery_on and self.last_delivery_on > bad)
        )
        if self.webhook_state == "unsure" or broken:
            self._rotate(self._client())

    # -- the self-test ---------------------------------------------------------------------------

    def _send_self_test(self, client):
        nonce = f"{SELF_TEST} {self.id}-{secrets.token_hex(8)}"
        self.sudo().write(
            {"self_test": nonce, "self_test_on": fields.Datetime.now(), "self_test_done_on": False}
        )
        client.send(
            "POST",
            "notifications",
            {
                "InstanceId": f"odoo-{self.id}",
                "Title": nonce,
                "Message": "It opens no ticket.",
                "Priority": "Low",
            },
        )

    def _take_self_test(self, title):
        """Whether a notification is a self-test of ours; the last one is noted."""
        if not title.startswith(SELF_TEST):
            return False
        # The answer to a click may come later than its own delivery: any test of this account is one.
        if title.startswith(f"{SELF_TEST} {self.id}-"):
            self.sudo().write(
                {"self_test_done_on": fields.Datetime.now(), "webhook_state": "proved"}
            )
        return True
