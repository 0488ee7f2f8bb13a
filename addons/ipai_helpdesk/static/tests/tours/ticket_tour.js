// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ipai_helpdesk_ticket", {
    url: "/odoo/it-tickets",
    steps: () => [
        {
            content: "The mail is a ticket",
            trigger: ".o_data_row td[name=name]:contains(It hums)",
            run: "click",
        },
        {
            content: "It knows the machine of its author",
            trigger: ".o_field_widget[name=asset_id] input:value(tour-pc)",
        },
        {
            content: "What the machine is",
            trigger: ".nav-link:contains(About the Machine)",
            run: "click",
        },
        { trigger: ".o_ipai_ticket_panel:contains(tour-pc):contains(What Fails With It)" },
        { trigger: ".nav-link:contains(Runbooks and Articles)", run: "click" },
        {
            content: "The runbook helped",
            trigger: ".o_data_row:contains(Hush a machine) button[name=action_helped]",
            run: "click",
        },
        { trigger: ".o_data_row:contains(Hush a machine) td[name=helped_count]:contains(1)" },
        {
            content: "Time is booked on its task",
            trigger: ".o_field_widget[name=task_id] input:value(Hum)",
        },
        {
            content: "Done",
            trigger: ".o_arrow_button:contains(Done)",
            run: "click",
        },
        { content: "And saved", trigger: ".o_form_saved .o_arrow_button_current:contains(Done)" },
    ],
});
