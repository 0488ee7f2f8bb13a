// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("ipai_outbox_replay", {
    url: "/odoo/action-ipai_inbox.ipai_outbox_delivery_action",
    steps: () => [
        {
            content: "Open what failed",
            trigger: ".o_data_row:contains(Outbox tour):contains(503) td[name=topic]",
            run: "click",
        },
        {
            content: "See what was sent",
            trigger: ".o_field_widget[name=body]:contains(map.changed):contains(Tour map)",
        },
        { content: "And answered", trigger: ".nav-link[name=answer]", run: "click" },
        { trigger: ".o_field_widget[name=answer]:contains(Out to lunch)" },
        {
            content: "Send it again",
            trigger: "button[name=action_replay]:visible",
            run: "click",
        },
        {
            content: "It waits for the lane",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Waiting)",
        },
    ],
});

tours.add("ipai_outbox_target", {
    url: "/odoo/action-ipai_inbox.ipai_outbox_target_action",
    steps: () => [
        { content: "A new target", trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Made in a tour",
        },
        {
            trigger: ".o_field_widget[name=new_url] input",
            run: "edit https://events.example.com/secret-path",
        },
        { content: "Save it", trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved .o_field_widget[name=address]:contains(events.example.com)" },
        { trigger: "button[name=action_issue]:visible", run: "click" },
        { content: "Shown once", trigger: ".modal:contains(whsec_)" },
        { trigger: ".modal .btn-primary:visible", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
