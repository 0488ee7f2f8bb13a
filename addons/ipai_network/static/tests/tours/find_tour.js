// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

function look(text, expected) {
    return [
        {
            content: `Type ${text}`,
            trigger: ".o_command_palette_search input",
            run: `edit ${text}`,
        },
        { content: `It finds ${expected}`, trigger: `.o_command:contains(${expected})` },
    ];
}

/** One box, opened by its keys: an address with its mask, a prefix, a name. */
registry.category("web_tour.tours").add("ipai_find", {
    steps: () => [
        { content: "The page is there", trigger: ".o_control_panel", run: "press control+k" },
        ...look("10.77.1.1/16", "Tour Network"),
        ...look("10.77.1.0/24", "Tour Network"),
        ...look("10.77.0.0/16", "10.77.1.0/24"),
        ...look("Tour Netw", "Tour Network"),
        {
            content: "Go there",
            trigger: ".o_command:contains(Tour Network) a",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=name]:has(input:value(Tour Network))" },
    ],
});
