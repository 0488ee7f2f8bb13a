// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("ipai_seat_run_preview", {
    url: "/odoo/seat-runs",
    steps: () => [
        {
            content: "The month is still a draft",
            trigger: ".o_data_row td[name=name]:contains(SEATS/)",
            run: "click",
        },
        { trigger: ".o_form_view button[name=action_compute]:visible", run: "click" },
        {
            content: "The preview says what would be billed, and for which device",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Acme):contains(tour-pc)",
        },
    ],
});

tours.add("ipai_seat_run_approve", {
    steps: () => [
        { trigger: "button[name=action_approve]:visible", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Approved)" },
    ],
});

tours.add("ipai_seat_run_apply", {
    steps: () => [
        { trigger: "button[name=action_apply]:visible", run: "click" },
        {
            content: "It stands on the contract",
            trigger: ".o_arrow_button_current:contains(Applied)",
        },
        {
            content: "The line has its evidence",
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:contains(Acme) td[name=customer_id]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=evidence_table]:contains(there at the cut-off)" },
    ],
});

tours.add("ipai_seat_invoice", {
    steps: () => [
        {
            content: "The invoice knows its seats",
            trigger: "button[name=action_view_seat_lines]",
            run: "click",
        },
        { trigger: ".o_data_row:contains(Acme) td[name=customer_id]", run: "click" },
        { trigger: ".o_field_widget[name=evidence_table]:contains(tour-pc)" },
    ],
});

tours.add("ipai_seat_portal_list", {
    url: "/my/seats",
    steps: () => [
        {
            content: "The customer finds the month",
            trigger: "a[href^='/my/seats/']:contains(Managed)",
        },
    ],
});

tours.add("ipai_seat_portal", {
    steps: () => [
        { trigger: ".o_ipai_seats td:contains(tour-pc)" },
        {
            content: "He may dispute a device",
            trigger: ".o_ipai_dispute select[name=device]",
        },
        { trigger: ".o_ipai_dispute textarea", run: "edit It was stolen in January" },
        { trigger: ".o_ipai_dispute button[type=submit]" },
    ],
});

tours.add("ipai_seat_portal_told", {
    steps: () => [{ trigger: ".o_ipai_seats li:contains(It was stolen in January)" }],
});
