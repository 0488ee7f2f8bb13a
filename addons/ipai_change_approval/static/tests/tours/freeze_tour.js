// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

/** A manager sees in words why nothing is carried out, and lets it through with a reason. */
registry.category("web_tour.tours").add("ipai_change_approval_freeze", {
    url: "/odoo/change-proposals",
    steps: () => [
        { trigger: ".o_data_row:contains(Frozen) td[name=summary]", run: "click" },
        {
            content: "The page says what stands against it",
            trigger: ".o_ipai_review .alert:contains(A freeze stops it)",
        },
        { trigger: "button[name=action_execute]", run: "click" },
        { content: "Sure?", trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "The refusal in its own words",
            trigger: ".modal:contains(Not Done) .modal-body:contains(A freeze stops it)",
        },
        { trigger: ".modal:contains(Not Done) footer .btn-primary", run: "click" },
        {
            trigger: "body:not(:has(.modal)) button[name=action_open_override]",
            run: "click",
        },
        {
            content: "It takes a reason",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The customer waits",
        },
        { trigger: ".modal footer .btn-danger:visible", run: "click" },
        {
            content: "It was carried out",
            trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Carried Out)",
        },
    ],
});
