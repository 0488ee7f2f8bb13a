// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const downloads = [];
let dragged = null;

function hub() {
    const { cy } = document.querySelector(".o_ipai_map_canvas")._cyreg;
    return cy.nodes().filter((node) => node.data("name") === "Tour Hub")[0];
}

/** Press the mouse on the hub, move it by so many pixels, let go. */
function pressHub(dx = 0, dy = 0) {
    const canvas = document.querySelector(".o_ipai_map_canvas canvas:last-of-type");
    const frame = document.querySelector(".o_ipai_map_canvas").getBoundingClientRect();
    const { x, y } = hub().renderedPosition();
    const send = (type, moveX, moveY) =>
        canvas.dispatchEvent(
            new MouseEvent(type, {
                bubbles: true,
                view: window,
                clientX: frame.x + x + moveX,
                clientY: frame.y + y + moveY,
            }),
        );
    send("mousemove", 0, 0);
    send("mousedown", 0, 0);
    if (dx || dy) {
        send("mousemove", dx / 2, dy / 2);
        send("mousemove", dx, dy);
    }
    send("mouseup", dx, dy);
}

function expect(holds, message) {
    if (!holds) {
        throw new Error(message);
    }
}

registry.category("web_tour.tours").add("ipai_topology_map", {
    url: "/odoo/action-ipai_topology.ipai_map_action",
    steps: () => [
        {
            content: "Look for the asset to start at",
            trigger: ".o_ipai_map_root input",
            run: "edit Tour Hub",
        },
        {
            content: "Start there",
            trigger: ".o-autocomplete--dropdown-menu a:contains(Tour Hub)",
            run: "click",
        },
        { content: "No more than the cap is drawn", trigger: ".o_ipai_map_count:contains(150)" },
        { content: "One step only", trigger: ".o_ipai_map_hops", run: "select 1" },
        {
            content: "Click on the hub",
            trigger: ".o_ipai_map_side:contains(of 161)",
            run: () => pressHub(),
        },
        {
            content: "See who it is and draw the rest of it",
            trigger: ".o_ipai_map_node:contains(Tour Hub) .o_ipai_map_expand:contains(+11)",
            run: "click",
        },
        { trigger: ".o_ipai_map_count:contains(161)" },
        {
            content: "Let it fail",
            trigger: ".o_ipai_map_node:contains(Tour Hub)",
            run: () => document.querySelector(".o_ipai_map_simulate").click(),
        },
        {
            content: "All its guests fail, and the service that is not on the map",
            trigger: ".o_ipai_map_sentence:contains(Failing: 162; not on this map: 1)",
            run() {
                const { cy } = document.querySelector(".o_ipai_map_canvas")._cyreg;
                expect(
                    cy.nodes("[outcome = 'failed']").length === 161,
                    "every node on the map is shown as failed",
                );
            },
        },
        {
            content: "Drag the hub to where nothing is",
            trigger: ".o_ipai_map_canvas",
            run() {
                const before = { ...hub().position() };
                pressHub(170, 50);
                dragged = { ...hub().position() };
                expect(dragged.x > before.x && dragged.y > before.y, "the hub has moved");
            },
        },
        { content: "Name the map", trigger: ".o_ipai_map_name", run: "edit Tour Map" },
        { content: "Save it", trigger: ".o_ipai_map_save", run: "click" },
        { trigger: ".o_notification:contains(The map is saved)" },
        {
            content: "Lay it out anew",
            trigger: ".o_ipai_map_rings",
            run: "click",
        },
        {
            content: "All moves",
            trigger: ".o_ipai_map_rings.active",
            run() {
                expect(hub().position().x !== dragged.x, "the layout moves the hub");
            },
        },
        {
            content: "Open the saved map",
            trigger: ".o_ipai_map_saved",
            run: "selectByLabel Tour Map",
        },
        {
            content: "The hub is where it was dragged to",
            trigger: ".o_ipai_map:has(.o_ipai_map_layers.active):not(:has(.o_ipai_map_busy))",
            run() {
                expect(Math.abs(hub().position().x - dragged.x) < 0.01, "its place was kept");
            },
        },
        {
            content: "Export it",
            trigger: ".o_ipai_map_svg",
            run() {
                const original = URL.createObjectURL;
                URL.createObjectURL = (blob) => {
                    downloads.push(blob);
                    return original.call(URL, blob);
                };
                this.anchor.click();
                document.querySelector(".o_ipai_map_png").click();
            },
        },
        {
            content: "Both pictures are there and show the map",
            trigger: ".o_ipai_map",
            async run() {
                while (downloads.length < 2) {
                    await new Promise(requestAnimationFrame);
                }
                const [svg, png] = downloads;
                expect((await svg.text()).includes(">Tour Hub<"), "the hub is in the SVG");
                expect(png.type === "image/png" && png.size > 1000, "the PNG is a picture");
            },
        },
        {
            content: "Let the hub fail again",
            trigger: ".o_ipai_map_canvas",
            run: () => pressHub(),
        },
        {
            trigger: ".o_ipai_map_node:contains(Tour Hub)",
            run: () => document.querySelector(".o_ipai_map_simulate").click(),
        },
        { content: "See whom to tell", trigger: ".o_ipai_map_outage", run: "click" },
        {
            content: "The service is on the list",
            trigger: "a[name=notices]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=notice_ids] .o_data_row:contains(Outage: Tour Mail)" },
    ],
});

function query() {
    return new URLSearchParams(window.location.search);
}

/** Opened by its button: the node that it was opened for fails, planned ones do not; all by keyboard. */
registry.category("web_tour.tours").add("ipai_topology_map_address", {
    steps: () => [
        {
            content: "Only the hub was looked at, and it fails",
            trigger: ".o_ipai_map_count:contains(3)",
            run: () => document.querySelector(".o_ipai_map_simulate").click(),
        },
        {
            content: "It and the guest that is there fail, and not the planned one",
            trigger: ".o_ipai_map_sentence:contains(Failing: 2)",
        },
        {
            content: "The list says so",
            trigger: ".o_ipai_map_list li:contains(Address Guest):contains(fails)",
        },
        {
            content: "What is planned is said to be so, and does not fail",
            trigger: ".o_ipai_map_list li:contains(Address Planned):contains(planned)",
            run() {
                expect(!this.anchor.textContent.includes("fails"), "the planned one stands");
            },
        },
        {
            content: "The address says what is shown",
            trigger: ".o_ipai_map_hops",
            async run() {
                while (!query().get("failed")) {
                    await new Promise(requestAnimationFrame);
                }
                expect(query().get("map").startsWith("asset-"), "where it starts");
                expect(query().get("steps") === "2", "how far it goes");
            },
        },
        {
            content: "Choose in the list",
            trigger: ".o_ipai_map_listed:contains(Address Guest)",
            run: "click",
        },
        {
            content: "It is chosen in the drawing",
            trigger: ".o_ipai_map_node:contains(Address Guest)",
        },
        {
            content: "Nearer",
            trigger: ".o_ipai_map_nearer",
            run() {
                const { cy } = document.querySelector(".o_ipai_map_canvas")._cyreg;
                const before = cy.zoom();
                this.anchor.click();
                expect(cy.zoom() > before, "it is nearer");
                document.querySelector(".o_ipai_map_whole").click();
            },
        },
        { content: "Each sign is explained", trigger: ".o_ipai_map_legend:contains(Planned)" },
    ],
});

/** The address alone brings it back. */
registry.category("web_tour.tours").add("ipai_topology_map_reopened", {
    steps: () => [
        {
            content: "The same outage on the same map",
            trigger: ".o_ipai_map_sentence:contains(Failing: 2)",
        },
        { content: "As far as it went", trigger: ".o_ipai_map_count:contains(3)" },
        {
            content: "One step",
            trigger: ".o_ipai_map_hops",
            run() {
                expect(this.anchor.value === "1", "the number of steps");
            },
        },
        { content: "In rings", trigger: ".o_ipai_map_rings.active" },
    ],
});
