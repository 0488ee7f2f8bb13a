// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const CONTENT = [
    "Name,Hostname,Room or Rack,Status",
    "Tour Known,tour-known,New Rack,Active",
    "Tour New,tour-new,,Active",
    "Tour Wrong,tour-wrong,,Nonsense",
].join("\n");

function giveFile(input) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([CONTENT], "tour.csv", { type: "text/csv" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("ipai_discovery_import", {
    url: "/odoo/action-ipai_discovery.ipai_import_run_action",
    steps: () => [
        { content: "Start an import", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Give it a file",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run() {
                giveFile(this.anchor);
            },
        },
        {
            content: "The file is there",
            trigger: ".o_field_widget[name=file] input:value(tour.csv)",
        },
        { content: "Preview it", trigger: "button[name=action_preview]", run: "click" },
        {
            content: "One asset would be created, one updated, and one row is wrong",
            trigger:
                ".o_ipai_import_counts button:contains(to create) [name=create_count]:contains(1)",
        },
        {
            trigger:
                ".o_ipai_import_counts button:contains(to update) [name=update_count]:contains(1)",
        },
        {
            content: "See what is wrong",
            trigger: ".o_ipai_import_counts button:contains(with errors)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Nonsense)" },
        {
            content: "Back to the import",
            trigger: ".o_breadcrumb a:contains(tour.csv)",
            run: "click",
        },
        { content: "Apply it", trigger: "button[name=action_apply]", run: "click" },
        { content: "Yes", trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: "button[name=action_undo]" },
        {
            content: "See the new asset",
            trigger: ".o_ipai_import_counts button:contains(to create)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Tour New):contains(Applied)" },
        {
            content: "Back to the import",
            trigger: ".o_breadcrumb a:contains(tour.csv)",
            run: "click",
        },
        { content: "Undo it", trigger: "button[name=action_undo]", run: "click" },
        { content: "Yes", trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Undone)" },
    ],
});
