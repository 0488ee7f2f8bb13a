// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const onPage = (text) => `.o_form_view .oe_title h1:contains(${text})`;

function press(key) {
    const options = { key, altKey: true, shiftKey: true, bubbles: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", options));
    document.activeElement.dispatchEvent(new KeyboardEvent("keyup", options));
}

registry.category("web_tour.tours").add("ipai_change_approval_review", {
    url: "/odoo/assets",
    steps: () => [
        {
            content: "Two wait, says the counter",
            trigger: ".o_ipai_waiting .badge:contains(2)",
        },
        { trigger: ".o_ipai_waiting button", run: "click" },
        {
            content: "The list of what waits",
            trigger: ".o_data_row:contains(Tour One)",
        },
        { trigger: ".o_data_row:contains(Tour One) td[name=subject]", run: "click" },
        { content: "Who asks, and why", trigger: ".o_ipai_review:contains(not verified)" },
        {
            content: "Before and after",
            trigger: ".o_ipai_diff tr:contains(old purpose):contains(new purpose)",
        },
        {
            content: "What breaks",
            trigger: ".o_ipai_review:contains(What breaks):contains(Tour Guest)",
        },
        { content: "The queue goes on", trigger: onPage("Tour One"), run: () => press("n") },
        { content: "The next one", trigger: onPage("Tour Two"), run: () => press("r") },
        {
            content: "A rejection needs a reason",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The wrong rack",
        },
        { trigger: ".modal footer .btn-danger", run: "click" },
        {
            content: "Back to the one that is left",
            trigger: onPage("Tour One"),
            run: () => press("a"),
        },
        { trigger: ".modal footer .btn-primary:contains(Approve)", run: "click" },
        { content: "Nothing waits any more", trigger: ".o_nocontent_help" },
        { trigger: ".o_navbar:not(:has(.o_ipai_waiting))" },
    ],
});
