// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ipai_alert_phone", {
    url: "/odoo/alerts",
    steps: () => [
        {
            content: "Cards, as wide as the phone, with the button on each",
            trigger: ".o_kanban_record:contains(phone-nas is down) button:contains(Acknowledge)",
            run() {
                const button = this.anchor.getBoundingClientRect();
                if (document.documentElement.clientWidth > 400) {
                    throw new Error(`no phone: ${document.documentElement.clientWidth}`);
                }
                if (button.left < 0 || button.right > document.documentElement.clientWidth) {
                    throw new Error(`out of sight: ${button.left} to ${button.right}`);
                }
            },
        },
        {
            trigger: ".o_kanban_record:contains(phone-nas is down) button:contains(Acknowledge)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=why] input", run: "edit On my way" },
        { trigger: ".modal button[name=action_acknowledge]", run: "click" },
        {
            content: "It asks nobody any more",
            trigger:
                "body:not(:has(.modal)):not(:has(.o_kanban_record button:contains(Acknowledge)))",
        },
    ],
});
