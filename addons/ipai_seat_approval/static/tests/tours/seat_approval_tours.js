// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const state = (text) => `.o_form_view .o_field_widget[name=approval_state]:contains(${text})`;

tours.add("ipai_seat_approval_submit", {
    steps: () => [
        {
            content: "Who counted has no button to approve",
            trigger:
                ".o_form_view:not(:has(button[name=action_approve]:visible)):not(:has(button[name=action_open_approve]:visible)) button[name=action_submit]:visible",
            run: "click",
        },
        { content: "It waits", trigger: state("Waiting") },
        {
            content: "For another person who bills",
            trigger: ".o_field_widget[name=waiting_user_ids] .badge:contains(second)",
        },
        {
            content: "And not for who submitted it",
            trigger: ".o_form_view:not(:has(button[name=action_open_approve]:visible))",
        },
    ],
});

tours.add("ipai_seat_approval_reject", {
    steps: () => [
        { trigger: "button[name=action_open_reject]:visible", run: "click" },
        {
            content: "A rejection needs a reason",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The loan is over",
        },
        { trigger: ".modal footer .btn-danger", run: "click" },
        { trigger: ".o_breadcrumb a:contains(SEATS/)", run: "click" },
        { content: "It is a preview again", trigger: state("Rejected") },
        {
            content: "The decision stands on its page",
            trigger: ".o_notebook .nav-link[name=approval]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=decision_ids] .o_data_row:contains(The loan is over)",
        },
    ],
});

tours.add("ipai_seat_approval_approve", {
    steps: () => [
        {
            content: "The lines that are decided",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Acme)",
        },
        { trigger: "button[name=action_open_approve]:visible", run: "click" },
        {
            content: "The dialog takes a reason",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Looked at every device",
        },
        { trigger: ".modal footer .btn-primary:contains(Approve)", run: "click" },
        { trigger: ".o_breadcrumb a:contains(SEATS/)", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Approved)" },
        { trigger: "button[name=action_apply]:visible", run: "click" },
        {
            content: "It stands on the contract",
            trigger: ".o_arrow_button_current:contains(Applied)",
        },
    ],
});
