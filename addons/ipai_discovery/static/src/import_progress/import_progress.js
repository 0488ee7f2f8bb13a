// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useService } from "@web/core/utils/hooks";

const LOOK_AGAIN = 1000;
const WORKING = ["previewing", "applying", "undoing"];

/**
 * Drives the batches of an import that was started, and shows how far it is.
 *
 * The work is on the server and each batch is committed there: leaving the page
 * stops it between two batches, and opening the import again carries on.
 */
export class ImportProgress extends Component {
    static template = "ipai_discovery.ImportProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.progress = useState({ working: false, done: 0, total: 0, failed: false });
        this.gone = false;
        onWillUnmount(() => (this.gone = true));
        useEffect(
            (state, id) => {
                if (id && WORKING.includes(state)) {
                    this.work();
                }
            },
            () => [this.props.record.data.state, this.props.record.resId],
        );
    }

    get percent() {
        const { done, total } = this.progress;
        return total ? Math.floor((100 * done) / total) : 0;
    }

    async work() {
        if (this.progress.working) {
            return;
        }
        const record = this.props.record;
        Object.assign(this.progress, {
            working: true,
            failed: false,
            done: record.data.progress_done,
            total: record.data.progress_total,
        });
        try {
            let step = null;
            do {
                step = await this.orm.call("ipai.import.run", "run_step", [[record.resId]]);
                Object.assign(this.progress, { done: step.done, total: step.total });
                if (step.busy) {
                    // Another page drives this import: look again from time to time.
                    await new Promise((resolve) => browser.setTimeout(resolve, LOOK_AGAIN));
                }
            } while (!this.gone && WORKING.includes(step.state));
        } catch (error) {
            this.progress.failed = true;
            throw error;
        } finally {
            this.progress.working = false;
        }
        if (!this.gone) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("ipai_import_progress", {
    component: ImportProgress,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "progress_done", type: "integer" },
        { name: "progress_total", type: "integer" },
    ],
});
