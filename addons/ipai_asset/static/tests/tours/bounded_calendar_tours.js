// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("ipai_asset_bounded_calendar", {
    steps: () => [
        {
            content: "One row stands for the twelve of that day",
            trigger: ".o_calendar_view .fc-event:contains(Warranty: 12)",
            run: "click",
        },
        {
            content: "It opens what it stands for",
            trigger: ".o_cw_popover .o_cw_popover_edit",
            run: "click",
        },
        {
            content: "As a list of them",
            trigger:
                ".o_list_view:has(.o_pager_limit:contains(12)) .o_data_row:contains(tour-pc-7)",
        },
    ],
});
