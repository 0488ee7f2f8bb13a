// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

export const NODE_SIZE = 44;

/** Border and filling of a node by its criticality. */
export const CRITICALITY_COLORS = {
    critical: { border: "#b91c1c", fill: "#fee2e2" },
    high: { border: "#d97706", fill: "#fef3c7" },
    medium: { border: "#2563eb", fill: "#dbeafe" },
    low: { border: "#059669", fill: "#d1fae5" },
    "": { border: "#9ca3af", fill: "#f3f4f6" },
};

/** How a node looks in a simulation, whatever its criticality. */
export const OUTCOME_COLORS = {
    failed: { border: "#7f1d1d", fill: "#f87171" },
    weakened: { border: "#92400e", fill: "#fcd34d" },
};

export const EDGE_COLORS = { impact: "#6b7280", none: "#d1d5db", failed: "#b91c1c" };

/**
 * @param {Object} data of a node
 * @returns {{border: String, fill: String}}
 */
export function colorsOf(data) {
    return OUTCOME_COLORS[data.outcome] || CRITICALITY_COLORS[data.criticality];
}

export const STYLESHEET = [
    {
        selector: "node",
        style: {
            shape: "round-rectangle",
            width: NODE_SIZE,
            height: NODE_SIZE,
            label: "data(label)",
            "background-color": (node) => colorsOf(node.data()).fill,
            "background-image": "data(picture)",
            "background-width": "60%",
            "background-height": "60%",
            "border-color": (node) => colorsOf(node.data()).border,
            "border-width": 2,
            "font-size": 11,
            "min-zoomed-font-size": 4,
            "text-valign": "bottom",
            "text-margin-y": 4,
            "text-wrap": "wrap",
            "text-max-width": 110,
            "text-overflow-wrap": "anywhere",
            "text-background-color": "#fff",
            "text-background-opacity": 0.8,
        },
    },
    { selector: "node[kind = 'service']", style: { shape: "ellipse" } },
    { selector: "node[depth = 0]", style: { "border-width": 4 } },
    { selector: "node[gone]", style: { "border-style": "dashed", opacity: 0.6 } },
    { selector: "node[outcome]", style: { "border-width": 4 } },
    { selector: "node:selected", style: { "outline-color": "#714b67", "outline-width": 4 } },
    {
        selector: "edge",
        style: {
            width: 1.5,
            "curve-style": "bezier",
            "target-arrow-shape": "triangle",
            "line-color": EDGE_COLORS.impact,
            "target-arrow-color": EDGE_COLORS.impact,
            "arrow-scale": 0.8,
            "font-size": 9,
            "min-zoomed-font-size": 7,
            color: "#6b7280",
            "text-rotation": "autorotate",
            "text-background-color": "#fff",
            "text-background-opacity": 0.8,
        },
    },
    {
        selector: "edge[impact = 'none']",
        style: {
            "line-style": "dotted",
            "line-color": EDGE_COLORS.none,
            "target-arrow-color": EDGE_COLORS.none,
        },
    },
    { selector: "edge[?redundant]", style: { "line-style": "dashed" } },
    {
        selector: "edge[?failed]",
        style: {
            width: 2.5,
            "line-color": EDGE_COLORS.failed,
            "target-arrow-color": EDGE_COLORS.failed,
        },
    },
    { selector: "edge.told, edge:selected", style: { label: "data(name)" } },
    { selector: ".spared", style: { opacity: 0.35 } },
];
