// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** The address that leads to the page of what is on the screen. */
export function helpAddress(controller) {
    const action = controller?.action || {};
    const asked = new URLSearchParams();
    if (action.xml_id) {
        asked.set("action", action.xml_id);
    }
    if (action.res_model) {
        asked.set("model", action.res_model);
    }
    return `/ipai/help?${asked}`;
}

registry.category("user_menuitems").add("ipai_help", (env) => ({
    type: "item",
    id: "ipai_help",
    description: _t("Help with This Screen"),
    callback: () => browser.open(helpAddress(env.services.action.currentController), "_blank"),
    sequence: 5,
}));
