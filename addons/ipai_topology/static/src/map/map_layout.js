// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { NODE_SIZE } from "./map_style";

const STEP_X = 120;
const STEP_Y = 150;
/** More nodes of one layer than this are put into several rows. */
const ROW = 14;

/**
 * Where each node stands, worked out from the graph alone: the same graph gives the same map.
 *
 * @param {Object} cy the drawing
 * @param {"layers"|"rings"} layout
 * @returns {Map<String, {x: Number, y: Number}>}
 */
export function arrange(cy, layout) {
    return layout === "rings" ? arrangeRings(cy) : arrangeLayers(cy);
}

function placesAfter(elements, options) {
    elements.layout({ ...options, animate: false, fit: false }).run();
    return new Map(elements.nodes().map((node) => [node.id(), { ...node.position() }]));
}

function arrangeRings(cy) {
    return placesAfter(cy.elements(), {
        name: "concentric",
        concentric: (node) => -node.data("depth"),
        levelWidth: () => 1,
        minNodeSpacing: NODE_SIZE * 2,
        startAngle: 0,
    });
}

/** What needs something stands above it; layers too wide to be read are broken into rows. */
function arrangeLayers(cy) {
    const twins = findTwins(cy);
    const others = cy.collection().union([...twins.values()].flat());
    const telling = cy.nodes().union(tellingEdges(cy));
    const places = placesAfter(telling.difference(others.union(others.connectedEdges())), {
        name: "dagre",
        rankDir: "TB",
        ranker: "longest-path",
        nodeSep: STEP_X - NODE_SIZE,
        rankSep: STEP_Y - NODE_SIZE,
    });
    for (const [id, alike] of twins) {
        for (const node of alike) {
            places.set(node.id(), { ...places.get(id) });
        }
    }
    const layers = toLayers(places);
    return layers.some((layer) => layer.length > ROW) ? inRows(layers) : places;
}

/**
 * The edges that tell which end stands above the other: those that carry impact. One that carries
 * none, such as a backup, often runs against them; it counts only where a node has no other.
 */
function tellingEdges(cy) {
    const carrying = cy.edges().filter((edge) => edge.data("impact") !== "none");
    const placed = carrying.connectedNodes();
    return cy
        .edges()
        .filter((edge) => carrying.has(edge) || !placed.contains(edge.connectedNodes()));
}

/**
 * Leaves that hang on the same node in the same way, where there are many: the layout engine
 * gets the first of them only, for it would work long to tell apart what is alike.
 *
 * @returns {Map<String, Object[]>} the first one → the others
 */
function findTwins(cy) {
    const alike = new Map();
    for (const node of cy.nodes().toArray()) {
        const edges = node.connectedEdges();
        if (edges.length === 1) {
            const below = edges[0].source().same(node);
            const key = `${edges[0].connectedNodes().difference(node).id()} ${below}`;
            alike.set(key, [...(alike.get(key) || []), node]);
        }
    }
    const groups = [...alike.values()].filter((group) => group.length > ROW);
    return new Map(groups.map(([first, ...others]) => [first.id(), others]));
}

/** @returns {String[][]} the nodes of each layer from left to right, the top layer first */
function toLayers(places) {
    const layers = new Map();
    for (const [id, { x, y }] of places) {
        const height = Math.round(y);
        if (!layers.has(height)) {
            layers.set(height, []);
        }
        layers.get(height).push({ id, x });
    }
    return [...layers.keys()]
        .sort((a, b) => a - b)
        .map((height) => layers.get(height).sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1)))
        .map((layer) => layer.map((node) => node.id));
}

function inRows(layers) {
    const places = new Map();
    let y = 0;
    for (const layer of layers) {
        const width = Math.max(ROW, Math.ceil(1.6 * Math.sqrt(layer.length)));
        const rows = Math.ceil(layer.length / width);
        layer.forEach((id, index) => {
            const row = index % rows;
            const length = Math.ceil((layer.length - row) / rows);
            const column = Math.floor(index / rows);
            places.set(id, { x: (column - (length - 1) / 2) * STEP_X, y: y + row * STEP_Y });
        });
        y += (rows + 0.5) * STEP_Y;
    }
    return places;
}

/**
 * Put new nodes onto free places near a neighbor that has its place, and leave all others alone.
 *
 * @param {Object} cy the drawing
 * @param {Object[]} nodes those without a place
 */
export function placeNear(cy, nodes) {
    const waiting = new Set(nodes.map((node) => node.id()));
    const placed = cy.nodes().filter((node) => !waiting.has(node.id()));
    const taken = new Set(placed.map((node) => cellOf(node.position()).join()));
    const spirals = new Map();
    let left = nodes;
    while (left.length) {
        const later = [];
        for (const node of left) {
            const anchor = node
                .neighborhood("node")
                .toArray()
                .find((neighbor) => !waiting.has(neighbor.id()));
            if (!anchor) {
                later.push(node);
                continue;
            }
            if (!spirals.has(anchor.id())) {
                spirals.set(anchor.id(), spiral(...cellOf(anchor.position())));
            }
            node.position(freePlace(spirals.get(anchor.id()), taken));
            waiting.delete(node.id());
        }
        if (later.length === left.length) {
            const box = placed.boundingBox();
            const below = spiral(...cellOf({ x: box.x1, y: box.y2 + 2 * STEP_Y }));
            later.forEach((node) => node.position(freePlace(below, taken)));
            return;
        }
        left = later;
    }
}

function cellOf({ x, y }) {
    return [Math.round(x / STEP_X), Math.round(y / STEP_Y)];
}

function freePlace(cells, taken) {
    for (;;) {
        const [column, row] = cells.next().value;
        const key = `${column},${row}`;
        if (!taken.has(key)) {
            taken.add(key);
            return { x: column * STEP_X, y: row * STEP_Y };
        }
    }
}

/** The cells around one, square by square, without end. */
function* spiral(column, row) {
    yield [column, row];
    for (let ring = 1; ; ring++) {
        for (let step = -ring; step < ring; step++) {
            yield [column + step, row + ring];
            yield [column + ring, row - step];
            yield [column - step, row - ring];
            yield [column - ring, row + step];
        }
    }
}
