// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import { onMounted, onPatched } from "@odoo/owl";
import { ListRenderer } from "@web/views/list/list_renderer";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

// What has a picture and no words in Odoo's lists, named for those who hear the screen.
const NAMES = [
    ["thead .o_list_record_selector input", () => _t("Select all rows")],
    ["tbody .o_list_record_selector input", () => _t("Select this row")],
    [".o_optional_columns_dropdown button", () => _t("Choose columns")],
];

patch(ListRenderer.prototype, {
    setup() {
        super.setup(...arguments);
        onMounted(() => this.nameControls());
        onPatched(() => this.nameControls());
    },

    nameControls() {
        for (const [selector, name] of NAMES) {
            for (const control of this.tableRef.el?.querySelectorAll(selector) || []) {
                if (!control.hasAttribute("aria-label")) {
                    control.setAttribute("aria-label", name().toString());
                }
            }
        }
    },
});
