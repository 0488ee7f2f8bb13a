// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/**
 * Opens addresses of the web client one after the other, and again as with F5. What has to be opened
 * still is kept in the tab, for nothing else survives a reload.
 */
import { rpcBus } from "@web/core/network/rpc";

const STORE = "ipai_loom_walk";
const loading = new Set();
rpcBus.addEventListener("RPC:REQUEST", (event) => loading.add(event.detail.data.id));
rpcBus.addEventListener("RPC:RESPONSE", (event) => loading.delete(event.detail.data.id));

/** What is not there yet, as a sentence; empty when the stop is reached. */
function missing(stop) {
    if (!document.querySelector(`.o_action_manager ${stop.view}`)) {
        return `there is no ${stop.view}`;
    }
    if (!document.querySelector(".o_action_manager").textContent.includes(stop.text)) {
        return `${stop.text} is not to be read`;
    }
    if (stop.shown && location.pathname !== stop.shown) {
        return `the address is ${location.pathname}, and was ${stop.shown}`;
    }
    if (document.querySelector(".o_error_dialog, .o_notification_bar.bg-danger")) {
        return "there is an error on the screen";
    }
    return loading.size ? "something is loading" : "";
}

function goOn(stops) {
    const stop = stops[0];
    const reload = stop.again && !stop.shown;
    if (reload) {
        stop.shown = location.pathname;
    } else {
        stops.shift();
    }
    sessionStorage.setItem(STORE, JSON.stringify(stops));
    if (reload) {
        location.reload();
    } else if (stops.length) {
        location.href = stops[0].path;
    } else {
        console.log("walk succeeded"); // eslint-disable-line no-console -- what the test waits for
    }
}

function walk(stops) {
    const started = Date.now();
    const look = setInterval(() => {
        const reason = missing(stops[0]);
        if (!reason) {
            clearInterval(look);
            goOn(stops);
        } else if (Date.now() - started > 30000) {
            clearInterval(look);
            console.error(`${stops[0].path} ${stops[0].shown ? "after F5" : ""}: ${reason}`);
        }
    }, 50);
}

const stops = JSON.parse(sessionStorage.getItem(STORE) || "[]");
if (stops.length) {
    walk(stops);
}

/** Begin the walk: a list of {path, view: a selector, text: to be read there, again: with F5}. */
export function start(given) {
    sessionStorage.setItem(STORE, JSON.stringify(given));
    location.href = given[0].path;
}
