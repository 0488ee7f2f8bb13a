// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BinaryField, binaryField } from "@web/views/fields/binary/binary_field";
import { stripped } from "./strip";

/** A file of which only what is no value leaves the browser. */
export class WithoutValuesField extends BinaryField {
    update({ data, name }) {
        if (!data) {
            return super.update({ data, name });
        }
        const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
        let text;
        try {
            text = stripped(new TextDecoder("utf-8").decode(bytes));
        } catch (error) {
            this.notification.add(
                _t("The file was not sent: %(reason)s.", { reason: error.message }),
                { type: "danger", sticky: true },
            );
            return super.update({ data: false, name: "" });
        }
        this.notification.add(
            _t("Passwords, codes, keys and notes were taken out here, before the file is sent."),
            { type: "info" },
        );
        let signs = "";
        for (const byte of new TextEncoder().encode(text)) {
            signs += String.fromCharCode(byte);
        }
        return super.update({ data: btoa(signs), name });
    }
}

registry.category("fields").add("ipai_without_values", {
    ...binaryField,
    component: WithoutValuesField,
});
