// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { LEGEND } from "./map_style";
import { Layout } from "@web/search/layout";
import { MapDrawing } from "./map_drawing";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { _t } from "@web/core/l10n/translation";
import { downloadFile } from "@web/core/network/download";
import { loadBundle } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { router } from "@web/core/browser/router";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { fromAddress, listOf, toAddress } from "./map_words";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { user } from "@web/core/user";

const MODEL = "ipai.map.layout";
const ROOT_FIELDS = ["asset_id", "service_id", "site_id", "customer_id"];

/**
 * The map: what hangs together with an asset, a service, a site or a customer.
 *
 * The server says which nodes and edges there are; MapDrawing draws them; this one holds what the
 * person has chosen, and keeps it in the address of the page. Context keys: map_kind and map_id (where to start), map_layout_id (a saved
 * map), map_failed (nodes that fail from the beginning).
 */
export class MapAction extends Component {
    static template = "ipai_topology.MapAction";
    static components = { Layout, RecordSelector };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.canvas = useRef("canvas");
        this.loading = new KeepLast();
        this.kinds = [
            { id: "asset", name: _t("Asset"), model: "ipai.asset" },
            { id: "service", name: _t("Service"), model: "ipai.service" },
            { id: "site", name: _t("Site"), model: "ipai.site" },
            { id: "customer", name: _t("Customer"), model: "res.partner" },
        ];
        this.legend = LEGEND;
        const context = this.props.action.context || {};
        const asked = this.props.state || fromAddress(router.current);
        this.failing = asked.failing || context.map_failed || [];
        this.state = useState({
            kind: context.map_kind || "asset",
            rootId: context.map_id || false,
            hops: 2,
            layout: "layers",
            hiddenTypes: [],
            expanded: {},
            edges: [],
            types: [],
            nodes: {},
            nodeCount: 0,
            found: 0,
            selected: [],
            failing: [],
            outcome: null,
            layoutId: false,
            name: "",
            savedMaps: [],
            canSave: false,
            busy: false,
            ...asked,
        });
        this.state.failing = [];
        useSetupAction({
            getLocalState: () => ({ ...this.chosen, layoutId: this.state.layoutId }),
        });
        onWillStart(() => this.start(asked.rootId ? {} : context));
        onMounted(() => this.draw());
        onWillUnmount(() => this.drawing && this.drawing.destroy());
    }

    get display() {
        return { controlPanel: {} };
    }

    /** What the person has chosen: enough to show the same map again. */
    get chosen() {
        const { kind, rootId, hops, layout, hiddenTypes, expanded, failing } = this.state;
        return {
            kind,
            rootId,
            hops,
            layout,
            hiddenTypes: [...hiddenTypes],
            expanded: { ...expanded },
            failing: [...failing],
        };
    }

    /** All that is drawn, in words, nearest first: for the keyboard and for screen readers. */
    get listed() {
        return listOf(Object.values(this.state.nodes), this.state.edges, this.state.outcome);
    }

    get rootModel() {
        return this.kinds.find((kind) => kind.id === this.state.kind).model;
    }

    get rootDomain() {
        return this.state.kind === "customer" ? [["is_company", "=", true]] : [];
    }

    /** The node shown in the side panel: the one that is selected, if it is one. */
    get shown() {
        const { selected, nodes } = this.state;
        return selected.length === 1 ? nodes[selected[0]] : null;
    }

    get reason() {
        const { outcome } = this.state;
        return this.shown && outcome
            ? outcome.failed[this.shown.id] || outcome.weakened[this.shown.id]
            : "";
    }

    /** What the simulation says, in one line. */
    get sentence() {
        const { failed, failed_count, weakened_count } = this.state.outcome;
        const hidden = failed_count - Object.keys(failed).length;
        const parts = [_t("Failing: %s", failed_count)];
        if (hidden) {
            parts.push(_t("not on this map: %s", hidden));
        }
        if (weakened_count) {
            parts.push(_t("with less redundancy: %s", weakened_count));
        }
        return parts.join("; ");
    }

    async start(context) {
        const [, canSave] = await Promise.all([
            loadBundle("ipai_topology.map_libraries"),
            user.hasGroup("ipai_base.group_technician"),
            this.loadSavedMaps(),
        ]);
        this.state.canSave = canSave;
        const layoutId = context.map_layout_id || this.state.layoutId;
        if (layoutId) {
            await this.readSavedMap(layoutId);
        }
    }

    /** Let the address of the page say what is shown, so that it can be sent to somebody. */
    tellAddress() {
        this.props.updateActionState?.(toAddress(this.chosen));
    }

    async draw() {
        this.drawing = new MapDrawing(this.canvas.el, {
            selected: (nodes) => (this.state.selected = nodes),
            opened: (node) => this.expand(node),
        });
        await this.load(this.positions);
        if (this.failing.length && this.state.nodeCount) {
            await this.simulate(this.failing);
        }
    }

    async loadSavedMaps() {
        this.state.savedMaps = await this.orm.searchRead(MODEL, [], ["name"], { limit: 200 });
    }

    async readSavedMap(layoutId) {
        const fields = ["name", "hops", "layout", "hidden_type_ids", "expanded", "positions"];
        const [saved] = await this.orm.read(MODEL, [layoutId], [...fields, ...ROOT_FIELDS]);
        const root = ROOT_FIELDS.find((field) => saved[field]);
        Object.assign(this.state, {
            kind: root.replace("_id", ""),
            rootId: saved[root][0],
            hops: saved.hops,
            layout: saved.layout,
            hiddenTypes: saved.hidden_type_ids,
            expanded: saved.expanded || {},
            layoutId,
            name: saved.name,
        });
        this.positions = saved.positions || {};
    }

    /**
     * Ask for the graph and draw it.
     *
     * @param {Object} positions where nodes were dragged to when the map was saved
     */
    async load(positions = {}) {
        const { kind, rootId, hops, hiddenTypes, expanded, layout } = this.state;
        if (!rootId) {
            return;
        }
        this.state.busy = true;
        try {
            const graph = await this.loading.add(
                this.orm.call(MODEL, "load_graph", [
                    kind,
                    rootId,
                    hops,
                    [...hiddenTypes],
                    { ...expanded },
                ]),
            );
            Object.assign(this.state, {
                types: graph.types,
                nodes: Object.fromEntries(graph.nodes.map((node) => [node.id, node])),
                nodeCount: graph.nodes.length,
                edges: graph.edges,
                found: graph.found,
                selected: [],
                name: this.state.name || graph.root.name,
            });
            await this.drawing.show(graph, layout, positions);
            if (this.state.failing.length) {
                await this.simulate(this.state.failing);
            }
            this.tellAddress();
        } finally {
            this.state.busy = false;
        }
    }

    /** Begin a new map. */
    async startAt(kind, rootId) {
        Object.assign(this.state, {
            kind,
            rootId,
            expanded: {},
            failing: [],
            outcome: null,
            layoutId: false,
            name: "",
        });
        this.drawing.cy.elements().remove();
        Object.assign(this.state, { nodes: {}, edges: [], nodeCount: 0, selected: [] });
        await this.load();
    }

    async openSavedMap(choice) {
        if (choice) {
            this.clear();
            this.state.busy = true;
            await this.readSavedMap(Number(choice));
            this.drawing.cy.elements().remove();
            await this.load(this.positions);
        }
    }

    async setHops(choice) {
        this.state.hops = Number(choice);
        await this.load();
    }

    setLayout(layout) {
        this.state.layout = layout;
        this.drawing.arrange(layout);
        this.tellAddress();
    }

    /** Choose a node in the list: the drawing shows where it is. */
    choose(node) {
        this.drawing.select([node]);
        this.drawing.reveal(node);
    }

    async toggleType(typeId) {
        const hidden = new Set(this.state.hiddenTypes);
        if (!hidden.delete(typeId)) {
            hidden.add(typeId);
        }
        this.state.hiddenTypes = [...hidden];
        await this.load();
    }

    /** Also draw the neighbors of a node. */
    async expand(node) {
        if (!this.state.nodes[node].hidden) {
            this.notification.add(_t("All that it hangs together with is on the map."), {
                type: "info",
            });
            return;
        }
        this.state.expanded[node] = (this.state.expanded[node] || 0) + 1;
        await this.load();
        this.drawing.select([node]);
    }

    async simulateSelected() {
        const { selected, nodes } = this.state;
        const roots = Object.values(nodes).filter((node) => !node.depth);
        const failing = selected.length ? [...selected] : roots.map((node) => node.id);
        await this.simulate(failing);
    }

    async simulate(nodes) {
        const drawn = Object.values(this.state.nodes).map((node) => node.id);
        const outcome = await this.orm.call(MODEL, "simulate", [[...nodes], drawn]);
        Object.assign(this.state, { failing: [...nodes], outcome });
        this.drawing.showOutcome(outcome);
        this.tellAddress();
    }

    clear() {
        Object.assign(this.state, { failing: [], outcome: null });
        this.drawing.showOutcome(null);
        this.tellAddress();
    }

    /** The outage as a list, with whom to tell. */
    async openOutage() {
        const failing = this.state.failing;
        const ids = await this.orm.create("ipai.outage", [
            {
                asset_ids: [[6, 0, failing.filter((node) => node > 0)]],
                service_ids: [[6, 0, failing.filter((node) => node < 0).map((node) => -node)]],
            },
        ]);
        await this.action.doAction(await this.orm.call("ipai.outage", "action_simulate", [ids]));
    }

    openRecord(node) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: node > 0 ? "ipai.asset" : "ipai.service",
            res_id: Math.abs(node),
            views: [[false, "form"]],
        });
    }

    async save() {
        const { kind, rootId, hops, layout, hiddenTypes, expanded, layoutId, name } = this.state;
        const values = {
            name: name.trim(),
            hops,
            layout,
            hidden_type_ids: [[6, 0, [...hiddenTypes]]],
            expanded: { ...expanded },
            positions: this.drawing.positions(),
        };
        const saved = this.state.savedMaps.find((map) => map.id === layoutId);
        if (saved && saved.name === values.name) {
            await this.orm.write(MODEL, [layoutId], values);
        } else {
            const root = { [`${kind}_id`]: rootId };
            [this.state.layoutId] = await this.orm.create(MODEL, [{ ...values, ...root }]);
            await this.loadSavedMaps();
        }
        this.notification.add(_t("The map is saved."), { type: "success" });
    }

    async exportAs(format) {
        const picture = format === "svg" ? this.drawing.svg() : await this.drawing.png();
        downloadFile(
            picture,
            `${this.state.name.replace(/[^\w.-]+/g, "_")}.${format}`,
            picture.type,
        );
    }
}

registry.category("actions").add("ipai_topology.map", MapAction);
