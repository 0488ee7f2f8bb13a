// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardErrorDialogProps } from "@web/core/errors/error_dialogs";
import { useService } from "@web/core/utils/hooks";

/** An edit that another person has to approve first: nothing was saved, and one click proposes it. */
export class ProposeEditsDialog extends Component {
    static template = "ipai_asset_protection.ProposeEditsDialog";
    static components = { Dialog };
    static props = { ...standardErrorDialogProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.title = _t("Needs Approval");
    }

    get message() {
        return this.props.data.message;
    }

    get edit() {
        return this.props.data.context;
    }

    async propose() {
        const { model, ids, vals } = this.edit;
        await this.orm.call(model, "action_propose_edits", [ids, vals]);
        this.props.close();
        await this.action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
    }
}

registry
    .category("error_dialogs")
    .add("odoo.addons.ipai_asset.exceptions.EditMustBeProposed", ProposeEditsDialog);
