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
            content: "Half an hour of work",
            trigger: "button[name=action_book_time]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=unit_amount] input", run: "edit 0:30" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "It is booked on a task of its own",
            trigger:
                "body:not(:has(.modal)) button[name=action_book_time] .o_stat_value:contains(0:30)",
        },
        {
            content: "Done",
            trigger: ".o_arrow_button:contains(Done)",
            run: "click",
        },
        { content: "And saved", trigger: ".o_form_saved .o_arrow_button_current:contains(Done)" },
    ],
});
