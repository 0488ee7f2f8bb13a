// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** What was refused, and why. Unknown to it, the web client would say no more than that something went wrong. */
export class RefusalDialog extends WarningDialog {
    inferTitle() {
        return _t("Not Done");
    }
}

registry
    .category("error_dialogs")
    .add("odoo.addons.ipai_approval.refusal.ChangeRefused", RefusalDialog);
