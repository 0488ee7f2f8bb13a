// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import { _t } from "@web/core/l10n/translation";

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
    { selector: "node[planned]", style: { "border-style": "dotted", opacity: 0.75 } },
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
            "font-size": 10,
            "min-zoomed-font-size": 4,
            color: "#4b5563",
            // Upright, between the layers: along a short edge the nodes would cover its ends.
            "text-rotation": "none",
            "text-wrap": "wrap",
            "text-max-width": 80,
            "text-background-color": "#fff",
            "text-background-opacity": 0.9,
            "text-background-padding": 1,
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

const node = (border, fill = "#fff", more = "") =>
    `width: 1rem; height: 1rem; border: 2px solid ${border}; background: ${fill}; border-radius: 3px; ${more}`;
const edge = (color, line = "solid") =>
    `width: 1rem; height: 0; border-top: 2px ${line} ${color}; border-radius: 0;`;
const byCriticality = (key) => node(CRITICALITY_COLORS[key].border, CRITICALITY_COLORS[key].fill);
const PLAIN = CRITICALITY_COLORS[""].border;

/** What each sign of the map means; other addons add theirs. */
export const LEGEND = [
    { name: _t("Critical"), css: byCriticality("critical") },
    { name: _t("High"), css: byCriticality("high") },
    { name: _t("Medium"), css: byCriticality("medium") },
    { name: _t("Low"), css: byCriticality("low") },
    { name: _t("Criticality not said"), css: byCriticality("") },
    { name: _t("Service"), css: node(PLAIN, "#fff", "border-radius: 50%;") },
    { name: _t("Where the map starts"), css: node(PLAIN, "#fff", "border-width: 4px;") },
    { name: _t("Planned: not there yet"), css: node(PLAIN, "#fff", "border-style: dotted;") },
    { name: _t("Missing or decommissioned"), css: node(PLAIN, "#fff", "border-style: dashed;") },
    { name: _t("Fails"), css: node(OUTCOME_COLORS.failed.border, OUTCOME_COLORS.failed.fill) },
    {
        name: _t("Less redundancy"),
        css: node(OUTCOME_COLORS.weakened.border, OUTCOME_COLORS.weakened.fill),
    },
    { name: _t("Fails with it"), css: edge(EDGE_COLORS.impact) },
    { name: _t("One of several that suffice"), css: edge(EDGE_COLORS.impact, "dashed") },
    { name: _t("Without impact"), css: edge(EDGE_COLORS.impact, "dotted") },
    { name: _t("The way of the failure"), css: edge(EDGE_COLORS.failed) },
];
