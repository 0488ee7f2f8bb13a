// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { _t } from "@web/core/l10n/translation";

const KINDS = ["asset", "service", "site", "customer"];
const NUMBERS = /^-?\d+$/;

function numbers(text) {
    return String(text || "")
        .split("_")
        .filter((part) => NUMBERS.test(part))
        .map(Number);
}

/**
 * What the address of the page says of a map; what it does not say, or says wrongly, is left out.
 *
 * @param {Object} query the parameters, as in {map: "asset-7", steps: 2, failed: "7_-3"}
 */
export function fromAddress(query) {
    const [kind, id] = String(query.map || "").split("-");
    if (!KINDS.includes(kind) || !Number(id)) {
        return {};
    }
    const expanded = numbers(query.expanded);
    return {
        kind,
        rootId: Number(id),
        hops: Math.min(Math.max(Number(query.steps) || 2, 1), 6),
        layout: query.layout === "rings" ? "rings" : "layers",
        hiddenTypes: numbers(query.hidden),
        expanded: Object.fromEntries(expanded.map((node) => [node, 1])),
        failing: numbers(query.failed),
    };
}

/** The parameters that show the same map again; undefined ones are not written. */
export function toAddress({ kind, rootId, hops, layout, hiddenTypes, expanded, failing }) {
    const written = (parts) => (parts.length ? parts.join("_") : undefined);
    return {
        map: rootId ? `${kind}-${rootId}` : undefined,
        steps: rootId ? hops : undefined,
        layout: layout === "rings" ? layout : undefined,
        hidden: written(hiddenTypes),
        expanded: written(Object.keys(expanded)),
        failed: written(failing),
    };
}

/**
 * The map in words.
 *
 * @returns {{id: Number, name: String, type: String, remarks: String[], relations: String[]}[]}
 */
export function listOf(nodes, edges, outcome) {
    const names = Object.fromEntries(nodes.map((node) => [node.id, node.name]));
    const relations = {};
    for (const edge of edges) {
        (relations[edge.source] ||= []).push(`${edge.name} ${names[edge.target]}`);
    }
    const remarks = (node) =>
        [
            node.depth ? "" : _t("start"),
            node.status === "planned" ? _t("planned") : "",
            node.status === "missing" ? _t("missing") : "",
            node.status === "decommissioned" ? _t("decommissioned") : "",
            outcome && node.id in outcome.failed ? _t("fails") : "",
            outcome && node.id in outcome.weakened ? _t("less redundancy") : "",
        ].filter(Boolean);
    return [...nodes]
        .sort((one, other) => one.depth - other.depth || one.name.localeCompare(other.name))
        .map((node) => ({
            id: node.id,
            name: node.name,
            type: node.type,
            remarks: remarks(node),
            relations: relations[node.id] || [],
        }));
}
