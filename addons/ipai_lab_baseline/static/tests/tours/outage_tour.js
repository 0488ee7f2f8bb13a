// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const GUESTS = ["dc01", "odoo01", "vault01", "mon01", "n8n01"];

function drawing() {
    return document.querySelector(".o_ipai_map_canvas")._cyreg.cy;
}

function height(name) {
    return drawing()
        .nodes()
        .filter((node) => node.data("name") === name)[0]
        .position().y;
}

/** Whether all that is drawn can be seen. */
function isWhole() {
    const cy = drawing();
    const { x1, y1, x2, y2 } = cy.elements().renderedBoundingBox();
    return x1 >= 0 && y1 >= 0 && x2 <= cy.width() && y2 <= cy.height();
}

registry.category("web_tour.tours").add("ipai_lab_baseline_outage", {
    url: "/odoo/assets",
    steps: () => [
        {
            content: "Open the hypervisor",
            trigger: ".o_data_row td[name=name]:contains(pve01)",
            run: "click",
        },
        {
            content: "Ask what fails with it",
            trigger: "button[name=action_what_fails]",
            run: "click",
        },
        {
            content: "Its machines, their services and a customer",
            trigger:
                ".o_ipai_outage_sum:contains(Assets that fail: 4. Services that fail: 2. Customers concerned: 1.)",
        },
        {
            content: "Ask the other question",
            trigger: ".o_field_widget[name=question] input[data-value=needs]",
            run: "click",
        },
        {
            trigger: "button[name=action_simulate_here]",
            run: "click",
        },
        {
            content: "The answer comes on the same page",
            trigger: ".o_ipai_outage_sum:contains(Assets needed: 2. Services needed: 0.)",
            run() {
                const path = document.querySelector(".o_breadcrumb").textContent;
                if (path.split("these").length !== 2) {
                    throw new Error(`The page was opened once more: ${path}`);
                }
            },
        },
        {
            trigger: ".o_field_widget[name=question] input[data-value=fails]",
            run: "click",
        },
        {
            trigger: "button[name=action_simulate_here]",
            run: "click",
        },
        {
            trigger: ".o_ipai_outage_sum:contains(Assets that fail: 4.)",
        },
        {
            content: "See it on the map",
            trigger: "button[name=action_open_map]",
            run: "click",
        },
        {
            content: "What needs something stands above it, and nothing is cut off",
            trigger: ".o_ipai_map_sentence:contains(Failing: 6; with less redundancy: 1)",
            async run() {
                const below = GUESTS.filter((name) => height(name) >= height("pve01"));
                if (below.length) {
                    throw new Error(`${below} must stand above pve01, on which they run`);
                }
                while (!isWhole()) {
                    await new Promise(requestAnimationFrame);
                }
            },
        },
    ],
});
