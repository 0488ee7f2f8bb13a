// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/* global cytoscape */
import { STYLESHEET } from "./map_style";
import { arrange, placeNear } from "./map_layout";
import { iconPicture, prepareIcons } from "./map_icons";
import { toSvg } from "./map_export";

/** Up to so many edges each tells its name; more would hide the map. */
const NAMED_EDGES = 40;
const GONE = ["missing", "decommissioned"];
const ZOOM_STEP = 1.4;

/**
 * The drawing of one map. It knows nodes, edges and places, and nothing of Odoo.
 */
export class MapDrawing {
    /**
     * @param {HTMLElement} container
     * @param {{selected: Function, opened: Function}} on what to call with the selected nodes, and
     *  with the node that was clicked twice
     */
    constructor(container, on) {
        this.cy = cytoscape({
            container,
            style: STYLESHEET,
            minZoom: 0.05,
            maxZoom: 3,
            selectionType: "single",
            boxSelectionEnabled: true,
        });
        this.cy.on("select unselect", "node", () =>
            on.selected(this.cy.$("node:selected").map((node) => node.data("node"))),
        );
        this.cy.on("dbltap", "node", (event) => on.opened(event.target.data("node")));
        this.cy.on("mouseover", "edge", (event) => event.target.addClass("told"));
        this.cy.on("mouseout", "edge", (event) => this.nameEdges(event.target));
        this.cy.on("dragpan scrollzoom pinchzoom", () => (this.fitted = false));
        this.observer = new ResizeObserver(() => this.resize());
        this.observer.observe(container);
    }

    destroy() {
        this.observer.disconnect();
        this.cy.destroy();
    }

    /**
     * Draw a graph; nodes that were drawn before stay where they are.
     *
     * @param {{nodes: Object[], edges: Object[]}} graph
     * @param {"layers"|"rings"} layout
     * @param {Object} positions node → where it was dragged to
     */
    async show(graph, layout, positions = {}) {
        await prepareIcons(new Set(graph.nodes.map((node) => node.icon)));
        const cy = this.cy;
        const places = { ...this.positions(), ...positions };
        cy.batch(() => {
            cy.elements().remove();
            cy.add(graph.nodes.map((node) => ({ group: "nodes", data: this.nodeData(node) })));
            cy.add(graph.edges.map((edge) => ({ group: "edges", data: this.edgeData(edge) })));
        });
        const known = cy.nodes().filter((node) => node.data("node") in places);
        if (known.length) {
            known.forEach((node) => node.position({ ...places[node.data("node")] }));
            placeNear(cy, cy.nodes().difference(known).toArray());
        } else {
            this.arrange(layout);
        }
        this.nameEdges(cy.edges());
        if (!known.length || Object.keys(positions).length) {
            this.fit();
        }
    }

    /** Forget all places and lay the map out anew. */
    arrange(layout) {
        const places = arrange(this.cy, layout);
        this.cy.nodes().positions((node) => places.get(node.id()));
        this.fit();
    }

    /** What was in view as a whole stays so, when the window or the line above changes. */
    resize() {
        this.cy.resize();
        if (this.fitted) {
            this.fit();
        }
    }

    /** @param {1|-1} direction nearer or farther, around the middle of what is in view */
    zoom(direction) {
        const { cy } = this;
        this.fitted = false;
        cy.zoom({
            level: cy.zoom() * ZOOM_STEP ** direction,
            renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 },
        });
    }

    /** Bring a node into the middle, large enough to be read. */
    reveal(node) {
        this.fitted = false;
        if (this.cy.zoom() < 0.7) {
            this.cy.zoom(0.7);
        }
        this.cy.center(this.cy.$id(`n${node}`));
    }

    fit() {
        this.fitted = true;
        this.cy.fit(undefined, 40);
        if (this.cy.zoom() > 1.2) {
            this.cy.zoom(1.2);
            this.cy.center();
        }
    }

    /**
     * Show what fails, or with null that nothing does.
     *
     * @param {{failed: Object, weakened: Object}|null} outcome node → reason
     */
    showOutcome(outcome) {
        this.cy.batch(() => {
            this.cy.nodes().forEach((node) => {
                const id = node.data("node");
                const state =
                    outcome &&
                    (id in outcome.failed ? "failed" : id in outcome.weakened && "weakened");
                if (state) {
                    node.data("outcome", state);
                } else {
                    node.removeData("outcome");
                }
                node.toggleClass("spared", Boolean(outcome) && !state);
            });
            this.cy.edges().forEach((edge) => {
                const ends = [edge.source(), edge.target()];
                const failed =
                    edge.data("impact") !== "none" &&
                    ends.every((node) => node.data("outcome") === "failed");
                edge.data("failed", failed);
                edge.toggleClass("spared", Boolean(outcome) && !failed);
            });
        });
    }

    /** @returns {Object} node → {x, y} of all that is drawn */
    positions() {
        return Object.fromEntries(
            this.cy.nodes().map((node) => [node.data("node"), { ...node.position() }]),
        );
    }

    /** @param {Number[]} nodes those to select, all others not */
    select(nodes) {
        this.cy.batch(() => {
            this.cy.nodes().unselect();
            for (const node of nodes) {
                this.cy.$id(`n${node}`).select();
            }
        });
    }

    /** @returns {Blob} */
    svg() {
        return new Blob([toSvg(this.cy)], { type: "image/svg+xml" });
    }

    /** @returns {Promise<Blob>} */
    png() {
        return this.cy.png({ output: "blob-promise", full: true, scale: 2, bg: "#fff" });
    }

    nameEdges(edges) {
        edges.toggleClass("told", this.cy.edges().length <= NAMED_EDGES);
    }

    nodeData(node) {
        const data = {
            ...node,
            id: `n${node.id}`,
            node: node.id,
            label: node.hidden ? `${node.name}\n+${node.hidden}` : node.name,
            picture: iconPicture(node.icon),
        };
        if (GONE.includes(node.status)) {
            data.gone = true;
        } else if (node.status === "planned") {
            data.planned = true;
        }
        return data;
    }

    edgeData(edge) {
        return { ...edge, source: `n${edge.source}`, target: `n${edge.target}` };
    }
}
