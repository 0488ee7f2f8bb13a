// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const PATIENCE = 60000;
const SCAN = `<?xml version="1.0"?>
<nmaprun scanner="nmap" version="7.95">
  <host endtime="1790000000"><status state="up" reason="arp-response"/>
    <address addr="192.0.2.150" addrtype="ipv4"/><address addr="bc:24:11:00:0f:50" addrtype="mac"/>
    <hostnames><hostname name="tour-printer.scan.example" type="PTR"/></hostnames></host>
  <host endtime="1790000000"><status state="up" reason="arp-response"/>
    <address addr="192.0.2.151" addrtype="ipv4"/><address addr="bc:24:11:00:0f:51" addrtype="mac"/>
    <hostnames><hostname name="tour-new.scan.example" type="PTR"/></hostnames></host>
  <runstats><finished time="1790000100"/><hosts up="2" down="0" total="2"/></runstats>
</nmaprun>`;

function giveFile(input) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([SCAN], "tour_scan.xml", { type: "text/xml" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

const back = () => ({
    content: "Back to the import",
    trigger: ".o_breadcrumb a:contains(tour_scan.xml)",
    run: "click",
});

registry.category("web_tour.tours").add("ipai_discovery_question", {
    url: "/odoo/action-ipai_discovery.ipai_import_run_action",
    steps: () => [
        { content: "Start an import", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Give it a scan",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run() {
                giveFile(this.anchor);
            },
        },
        { trigger: ".o_field_widget[name=file] input:value(tour_scan.xml)" },
        { content: "Preview it", trigger: "button[name=action_preview]", run: "click" },
        {
            content: "One host is new, of the other one must ask",
            trigger:
                ".o_ipai_import_counts button:contains(to create) [name=create_count]:contains(1)",
            timeout: PATIENCE,
        },
        {
            content: "See the question",
            trigger: ".o_ipai_import_counts button:contains(in conflict)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Tour Office):contains(is not)" },
        {
            content: "It is the machine that is known",
            trigger: ".o_data_row:contains(Tour Office) button[name=action_answer_same]",
            run: "click",
        },
        { trigger: ".o_list_view:not(:has(button[name=action_answer_same]))" },
        back(),
        {
            content: "Nothing is asked any more",
            trigger:
                ".o_ipai_import_counts button:contains(in conflict) [name=conflict_count]:contains(0)",
        },
        { content: "Apply it", trigger: "button[name=action_apply]", run: "click" },
        { content: "Yes", trigger: ".modal footer .btn-primary", run: "click" },
        {
            content: "Both rows are applied",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Applied)",
            timeout: PATIENCE,
        },
        { content: "Undo it", trigger: "button[name=action_undo]", run: "click" },
        { content: "Yes", trigger: ".modal footer .btn-primary", run: "click" },
        {
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Undone)",
            timeout: PATIENCE,
        },
    ],
});
