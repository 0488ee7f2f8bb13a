// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ipai_alert_ticket", {
    url: "/odoo/alerts",
    steps: () => [
        {
            content: "What is wrong",
            trigger: ".o_data_row td[name=name]:contains(tour-nas is down)",
            run: "click",
        },
        {
            content: "I take it on",
            trigger: ".o_statusbar_buttons button:contains(Acknowledge)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=why] input", run: "edit Disk ordered" },
        { trigger: ".modal button[name=action_acknowledge]", run: "click" },
        {
            content: "It is mine",
            trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Acknowledged)",
        },
        { trigger: ".o_field_widget[name=acknowledge_note]:contains(Disk ordered)" },
        {
            content: "To its ticket",
            trigger: "button[name=action_view_ticket]",
            run: "click",
        },
        {
            content: "It knows the state of its alert",
            trigger: ".o_field_widget[name=alert_state]:contains(Acknowledged)",
        },
        { content: "Done", trigger: ".o_arrow_button:contains(Done)", run: "click" },
        { content: "And saved", trigger: ".o_form_saved .o_arrow_button_current:contains(Done)" },
        {
            content: "With the ticket the acknowledgement has ended",
            trigger: ".o_field_widget[name=alert_state]:contains(Open)",
        },
    ],
});
