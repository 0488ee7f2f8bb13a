// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ipai_credential_rotation", {
    url: "/odoo/action-ipai_credential_ref.ipai_credential_ref_action",
    steps: () => [
        {
            content: "Open the credential",
            trigger: ".o_data_row td[name=name]:contains(tour_admin)",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(tour_admin)" },
        {
            content: "Plan its rotation",
            trigger: "button[name=action_plan_rotation]",
            run: "click",
        },
        { content: "Start it", trigger: "button[name=action_start]", run: "click" },
        {
            content: "Two machines are listed; the first is changed",
            trigger: ".o_data_row:contains(tour-one) button[name=action_changed_here]",
            run: "click",
        },
        {
            content: "It is half done, and says so",
            trigger: ".alert-warning:contains(1 of 2 changed)",
        },
        {
            content: "The second is changed",
            trigger: ".o_data_row:contains(tour-two) button[name=action_changed_here]",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Done)",
        },
    ],
});
