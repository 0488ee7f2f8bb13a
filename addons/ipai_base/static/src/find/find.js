// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

const SHORTEST = 2;
/** So long nobody types on. */
const PAUSE = 150;
let last = 0;

/** Whether the palette would keep a name: all letters of what was typed, in this order. */
function keeps(name, typed) {
    let position = 0;
    for (const letter of name.toLowerCase()) {
        if (letter === typed[position]) {
            position++;
        }
    }
    return position >= typed.length;
}

/** What the box of Ctrl+K finds in the rooms of IT Operations: assets, addresses, changes, … */
registry.category("command_provider").add("ipai_find", {
    async provide(env, { searchValue = "" }) {
        const turn = ++last;
        const text = searchValue.trim();
        if (text.length < SHORTEST || !(await user.hasGroup("ipai_base.group_user"))) {
            return [];
        }
        await new Promise((resolve) => browser.setTimeout(resolve, PAUSE));
        if (turn !== last) {
            return [];
        }
        const found = await env.services.orm.silent.call("ipai.find", "find", [text]);
        return found.map(({ model, id, name, kind }) => {
            // The palette drops what does not hold what was typed: an address, or another's name.
            const full = `${name} · ${kind}`;
            const typed = searchValue.toLowerCase();
            return {
                category: "default",
                name: keeps(full, typed) ? full : `${full} · ${searchValue}`,
                href: `/odoo/${model}/${id}`,
                action: () =>
                    env.services.action.doAction({
                        type: "ir.actions.act_window",
                        res_model: model,
                        res_id: id,
                        views: [[false, "form"]],
                    }),
            };
        });
    },
});
