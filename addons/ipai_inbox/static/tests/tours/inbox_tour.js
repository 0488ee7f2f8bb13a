// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("ipai_inbox_failed", {
    url: "/odoo/action-ipai_inbox.ipai_inbox_event_action",
    steps: () => [
        {
            content: "Open what failed",
            trigger: ".o_data_row:contains(tour map finds no title) td[name=state]",
            run: "click",
        },
        { content: "See why", trigger: "button[name=action_dry_run]", run: "click" },
        {
            content: "It would fail again",
            trigger: ".modal .o_field_widget[name=text]:contains(finds no title)",
        },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("ipai_inbox_mend", {
    url: "/odoo/action-ipai_inbox.ipai_inbox_map_action",
    steps: () => [
        {
            content: "Open the map",
            trigger: ".o_data_row:contains(tour map) td[name=name]",
            run: "click",
        },
        {
            content: "Say where the title is",
            trigger: ".o_field_widget[name=title_template] input",
            run: "edit {monitor.name}: {msg}",
        },
        { content: "Save it", trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "Try it", trigger: "button[name=action_try]", run: "click" },
        {
            content: "Now it would be done",
            trigger:
                ".modal .o_field_widget[name=text]:contains(done router: [router] [Down] timeout)",
        },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("ipai_inbox_replay", {
    url: "/odoo/action-ipai_inbox.ipai_inbox_event_action",
    steps: () => [
        {
            trigger: ".o_data_row:contains(tour map finds no title) td[name=state]",
            run: "click",
        },
        { content: "Replay it", trigger: "button[name=action_replay]:visible", run: "click" },
        {
            content: "It waits for the lane",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Received)",
        },
    ],
});
