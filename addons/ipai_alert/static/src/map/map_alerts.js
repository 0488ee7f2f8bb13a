// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { STYLESHEET } from "@ipai_topology/map/map_style";

/** What is wrong now is ringed, whatever else the map shows of it. */
const RINGS = { critical: "#dc2626", high: "#f59e0b", warning: "#facc15", info: "#60a5fa" };

for (const [severity, color] of Object.entries(RINGS)) {
    STYLESHEET.push({
        selector: `node[alert = '${severity}']`,
        style: { "outline-color": color, "outline-width": 4, "outline-offset": 2 },
    });
}
