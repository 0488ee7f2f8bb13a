// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
// Calls the instance over the generated types: it is handed the address, the key and a prefix.
import createClient from "openapi-fetch";
import type { paths } from "./api";

const [url, key, prefix] = process.argv.slice(2);
const client = createClient<paths>({
    baseUrl: url,
    headers: { Authorization: `Bearer ${key}` },
    querySerializer: { array: { style: "form", explode: false } },
});
const { data: page } = await client.GET("/ipai/assets", {
    params: { query: { limit: 1, status: ["active"] } },
});
const { data: taken } = await client.POST("/ipai/prefixes/{prefix_id}/next-address", {
    params: { path: { prefix_id: Number(prefix) } },
    body: {},
});
// Nothing but what is required is asked for.
type Propose = paths["/odoo/propose/partner"]["post"]["requestBody"]["content"]["application/json"];
const proposed: Propose = { name: "Ada", case_id: "case-1" };
console.log(page?.count, taken?.address, proposed.name && "");
