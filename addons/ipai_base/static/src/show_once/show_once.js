// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { CopyButton } from "@web/core/copy_button/copy_button";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component } from "@odoo/owl";

/**
 * A secret, shown this once. No form: a form is saved when the page is left, and what it holds then
 * stands where it should not.
 */
export class ShowOnce extends Component {
    static template = "ipai_base.ShowOnce";
    static components = { CopyButton };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.copied = _t("Copied");
    }

    get shown() {
        return this.props.action.params;
    }

    close() {
        this.action.doAction({ type: "ir.actions.act_window_close" });
    }
}

registry.category("actions").add("ipai_base.show_once", ShowOnce);
