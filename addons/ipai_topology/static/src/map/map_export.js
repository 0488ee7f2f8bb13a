// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { EDGE_COLORS, NODE_SIZE, colorsOf } from "./map_style";

const MARGIN = 40;
const LINE_HEIGHT = 13;
const SVG = "http://www.w3.org/2000/svg";

function make(parent, name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) {
        element.setAttribute(key, value);
    }
    if (text !== undefined) {
        element.textContent = text;
    }
    parent.append(element);
    return element;
}

function opacityOf(element) {
    return element.hasClass("spared") ? 0.35 : 1;
}

function drawEdge(svg, edge) {
    const [from, to] = [edge.source().position(), edge.target().position()];
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const cut = (NODE_SIZE * 0.62) / length;
    const data = edge.data();
    const kind = data.failed ? "failed" : data.impact === "none" ? "none" : "impact";
    const line = make(svg, "line", {
        x1: from.x + (to.x - from.x) * cut,
        y1: from.y + (to.y - from.y) * cut,
        x2: to.x - (to.x - from.x) * cut,
        y2: to.y - (to.y - from.y) * cut,
        stroke: EDGE_COLORS[kind],
        "stroke-width": data.failed ? 2.5 : 1.5,
        "stroke-dasharray": data.redundant ? "6 4" : data.impact === "none" ? "2 3" : "none",
        "marker-end": `url(#arrow-${kind})`,
        opacity: opacityOf(edge),
    });
    make(line, "title", {}, data.name);
}

function drawNode(svg, node) {
    const data = node.data();
    const { x, y } = node.position();
    const { border, fill } = colorsOf(data);
    const group = make(svg, "g", { opacity: opacityOf(node) });
    const box = make(group, "rect", {
        x: x - NODE_SIZE / 2,
        y: y - NODE_SIZE / 2,
        width: NODE_SIZE,
        height: NODE_SIZE,
        rx: data.kind === "service" ? NODE_SIZE / 2 : 8,
        fill,
        stroke: border,
        "stroke-width": data.outcome || data.depth === 0 ? 4 : 2,
        "stroke-dasharray": data.gone ? "4 3" : "none",
    });
    make(box, "title", {}, `${data.type}: ${data.name}`);
    make(group, "image", {
        x: x - NODE_SIZE * 0.3,
        y: y - NODE_SIZE * 0.3,
        width: NODE_SIZE * 0.6,
        height: NODE_SIZE * 0.6,
        href: data.picture,
    });
    data.label.split("\n").forEach((line, index) =>
        make(
            group,
            "text",
            {
                x,
                y: y + NODE_SIZE / 2 + LINE_HEIGHT * (index + 1) + 2,
                "text-anchor": "middle",
                "font-size": 11,
                "paint-order": "stroke",
                stroke: "#fff",
                "stroke-width": 3,
            },
            line,
        ),
    );
}

/**
 * @param {Object} cy the drawing
 * @returns {String} an SVG document that shows the whole of it
 */
export function toSvg(cy) {
    const box = cy.elements().boundingBox();
    const [width, height] = [box.w + 2 * MARGIN, box.h + 2 * MARGIN];
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("xmlns", SVG);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `${box.x1 - MARGIN} ${box.y1 - MARGIN} ${width} ${height}`);
    svg.setAttribute("font-family", "sans-serif");
    const defs = make(svg, "defs", {});
    for (const [kind, color] of Object.entries(EDGE_COLORS)) {
        const marker = make(defs, "marker", {
            id: `arrow-${kind}`,
            viewBox: "0 0 8 8",
            refX: 7,
            refY: 4,
            markerWidth: 6,
            markerHeight: 6,
            orient: "auto",
        });
        make(marker, "path", { d: "M0,0 L8,4 L0,8 z", fill: color });
    }
    make(svg, "rect", {
        x: box.x1 - MARGIN,
        y: box.y1 - MARGIN,
        width,
        height,
        fill: "#fff",
    });
    cy.edges().forEach((edge) => drawEdge(svg, edge));
    cy.nodes().forEach((node) => drawNode(svg, node));
    return new XMLSerializer().serializeToString(svg);
}
