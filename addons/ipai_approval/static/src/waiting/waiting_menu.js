// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

const CHANNEL = "ipai_approval/waiting";

/** How much waits for one's decision, beside the clock; a click opens the list. */
export class WaitingMenu extends Component {
    static template = "ipai_approval.WaitingMenu";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.waiting = useState({ count: 0, overdue: 0 });
        this.look = this.look.bind(this);
        onWillStart(async () => {
            this.mayDecide = await user.hasGroup("ipai_base.group_user");
            if (this.mayDecide) {
                this.bus.subscribe(CHANNEL, this.look);
                // Not awaited: the counter does not hold up the page.
                this.look();
            }
        });
        // Where the bus does not reach, what was decided still leaves the counter.
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", () => this.waiting.count && this.look());
        onWillUnmount(() => this.bus.unsubscribe(CHANNEL, this.look));
    }

    async look() {
        Object.assign(
            this.waiting,
            await this.orm.silent.call("ipai.approval.step", "waiting_for_me", []),
        );
    }

    open() {
        this.action.doAction("ipai_approval.ipai_waiting_action", {
            clearBreadcrumbs: true,
        });
    }
}

registry
    .category("systray")
    .add("ipai_approval.waiting", { Component: WaitingMenu }, { sequence: 30 });
