// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { NavBar } from "@web/webclient/navbar/navbar";
import { debounce } from "@web/core/utils/timing";
import { patch } from "@web/core/utils/patch";
import { useEffect } from "@odoo/owl";

/**
 * Odoo fits the menus beside the tray when it starts and when the window changes its width. What is in the tray may
 * come later, and then lies over the last menus: they are fitted anew.
 */
patch(NavBar.prototype, {
    setup() {
        super.setup();
        useEffect(
            (tray) => {
                if (!tray) {
                    return;
                }
                const fit = debounce(() => this.adapt(), 50);
                const observer = new ResizeObserver(fit);
                observer.observe(tray);
                return () => {
                    observer.disconnect();
                    fit.cancel();
                };
            },
            () => [this.root.el?.querySelector(".o_menu_systray")],
        );
    },
});
