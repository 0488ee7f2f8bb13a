// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { LEGEND, STYLESHEET } from "@ipai_topology/map/map_style";

import { _t } from "@web/core/l10n/translation";

/** What is wrong now is ringed, whatever else the map shows of it. */
const NAMES = {
    critical: _t("Alert: critical"),
    high: _t("Alert: high"),
    warning: _t("Alert: warning"),
    info: _t("Alert: info"),
};
const RINGS = { critical: "#dc2626", high: "#f59e0b", warning: "#facc15", info: "#60a5fa" };

for (const [severity, color] of Object.entries(RINGS)) {
    STYLESHEET.push({
        selector: `node[alert = '${severity}']`,
        style: { "outline-color": color, "outline-width": 4, "outline-offset": 2 },
    });
    LEGEND.push({
        name: NAMES[severity],
        css: `width: 1rem; height: 1rem; border: 3px solid ${color}; border-radius: 3px;`,
    });
}
