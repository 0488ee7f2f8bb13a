// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { Component, onWillUnmount, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useService } from "@web/core/utils/hooks";

const CHANNEL = "ipai_credential_ref";
const CHECKED = "ipai_credential_ref/checked";

/** Reloads the form when a check of a vault is done, unless somebody is writing in it. */
export class CredentialFollow extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        this.bus = useService("bus_service");
        this.look = this.look.bind(this);
        this.bus.addChannel(CHANNEL);
        this.bus.subscribe(CHECKED, this.look);
        onWillUnmount(() => this.bus.unsubscribe(CHECKED, this.look));
    }

    async look() {
        const { record } = this.props;
        if (record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("ipai_credential_follow", { component: CredentialFollow });
