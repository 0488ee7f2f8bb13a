// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ipai_psa_pulseway_map", {
    url: "/odoo/pulseway-unmatched",
    steps: () => [
        {
            content: "Who waits",
            trigger: ".o_data_row td[name=name]:contains(Tour Pulse)",
            run: "click",
        },
        {
            content: "Why it waits",
            trigger: ".o_field_widget[name=warning]:contains(Partner not found for group)",
        },
        {
            content: "The likeliest stands first",
            trigger:
                ".o_field_widget[name=suggestion_ids] .o_data_row:first:contains(Tour Pulse GmbH) button[name=action_use]",
            run: "click",
        },
        {
            content: "It is mapped",
            trigger: ".o_arrow_button_current:contains(Mapped)",
        },
        {
            content: "Its devices",
            trigger: ".o_notebook a[name=devices]",
            run: "click",
        },
        {
            content: "What waited was taken in",
            trigger: ".o_field_widget[name=device_ids] .o_data_row:contains(Linked)",
        },
    ],
});

registry.category("web_tour.tours").add("ipai_psa_pulseway_ticket", {
    url: "/odoo/pulseway-devices",
    steps: () => [
        {
            content: "The device",
            trigger: ".o_data_row td[name=name]:contains(TOUR-PC)",
            run: "click",
        },
        { content: "To its asset", trigger: "button[name=action_view_asset]", run: "click" },
        {
            content: "It knows where it is upstream",
            trigger: "button[name=action_open_pulseway]",
        },
        { content: "What Pulseway says", trigger: ".o_notebook a[name=pulseway]", run: "click" },
        {
            content: "Its ID there",
            trigger: ".o_field_widget[name=pulseway_id]:contains(8f3c2a1d)",
        },
    ],
});
