// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("ipai_network_prefixes", {
    url: "/odoo/action-ipai_network.ipai_prefix_action",
    steps: () => [
        { content: "The container", trigger: ".o_data_row td[data-tooltip='10.77.0.0/16']" },
        {
            content: "The prefix inside it stands to the right of it",
            trigger: ".o_data_row td[name=tree_name]:contains(10.77.1.0/24)",
            run() {
                if (!this.anchor.textContent.startsWith("\u2003")) {
                    throw new Error("10.77.1.0/24 is not indented");
                }
            },
        },
        {
            content: "How full it is",
            trigger: ".o_data_row:contains(10.77.1.0/24) .o_progressbar",
        },
        {
            content: "Take its next free address",
            trigger: ".o_data_row:contains(10.77.1.0/24) button[name=action_next_free_address]",
            run: "click",
        },
        {
            content: "It is filled in",
            trigger: ".modal .o_field_widget[name=name] input:value(10.77.1.2/24)",
        },
        {
            content: "Give it a name",
            trigger: ".modal .o_field_widget[name=dns_name] input",
            run: "edit tour.example.com",
        },
        {
            content: "Save it",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        { content: "Saved", trigger: "body:not(:has(.modal))" },
        {
            content: "Make a prefix in the container",
            trigger: ".o_data_row:contains(10.77.0.0/16) button[name=action_next_free_prefix]",
            run: "click",
        },
        {
            content: "Of this length",
            trigger: ".modal .o_field_widget[name=length] input",
            run: "edit 24 && press Tab",
        },
        {
            content: "The lowest is offered",
            trigger: ".modal .o_field_widget[name=proposal]:contains(10.77.0.0/24)",
        },
        { content: "Take it", trigger: ".modal button[name=action_create]", run: "click" },
        {
            content: "It is open",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(10.77.0.0/24)",
        },
    ],
});

tours.add("ipai_network_asset", {
    steps: () => [
        {
            content: "How the asset is plugged in",
            trigger: ".o_notebook .nav-link[name=network]",
            run: "click",
        },
        {
            content: "Its interface, with its address",
            trigger: ".o_field_widget[name=interface_ids] .o_data_row:contains(10.77.1.1/24)",
        },
        {
            content: "The primary address",
            trigger: ".o_field_widget[name=primary_ip4_id] input:value(10.77.1.1/24)",
        },
        {
            content: "Add an interface",
            trigger: ".o_field_widget[name=interface_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit eth7",
        },
        {
            content: "Its MAC address, in another spelling",
            trigger: ".modal .o_field_widget[name=mac_address] input",
            run: "edit 001B.2C3D.4E5F",
        },
        { content: "Keep it", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Save the asset", trigger: ".o_form_button_save", run: "click" },
        {
            content: "The asset tells the MAC address in the usual spelling",
            trigger: ".o_field_widget[name=mac_addresses]:contains(00:1b:2c:3d:4e:5f)",
        },
    ],
});
