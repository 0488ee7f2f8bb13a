// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/**
 * Takes the values out of an export of a password manager, in the browser, as importing/exports.py does it in a
 * terminal. Of what is not known here nothing is kept; the server refuses what is left all the same.
 */
const VALUE =
    /^(?:pass(word|wd|phrase)?|pwd|.*password|.*secret.*|.*(otp|totp).*|private ?key|pin|cvv|security code|code)$/i;
const NOTES = ["notes", "comments", "description", "comment"];
const KEPT = [
    "id",
    "organizationId",
    "folderId",
    "collectionIds",
    "type",
    "name",
    "favorite",
    "reprompt",
    "creationDate",
    "revisionDate",
    "deletedDate",
    "archivedDate",
];
const XML_KEPT = ["Title", "UserName", "URL"];
const XML_GONE = ["History", "Binaries", "Binary", "AutoType", "CustomData"];

export class StripError extends Error {}

/**
 * @param {string} text the file
 * @returns {string} the same without values and notes
 * @throws {StripError} for a file of another kind
 */
export function stripped(text) {
    const plain = text.replace(/^\uFEFF/, "").trim();
    if (plain.startsWith("{")) {
        return strippedJson(plain);
    }
    return plain.startsWith("<") ? strippedXml(plain) : strippedCsv(plain);
}

function strippedJson(text) {
    let data;
    try {
        data = JSON.parse(text);
    } catch {
        throw new StripError("the JSON cannot be read");
    }
    if (data.encrypted || !Array.isArray(data.items)) {
        throw new StripError("it is no export of Bitwarden, or an encrypted one");
    }
    const items = data.items.map((item) => {
        const kept = {};
        for (const name of KEPT.filter((one) => one in item)) {
            kept[name] = item[name];
        }
        if (item.login?.username) {
            kept.login = { username: item.login.username };
        }
        return kept;
    });
    const groups = (name) => (data[name] || []).map((one) => ({ id: one.id, name: one.name }));
    const folders = groups("folders");
    const collections = groups("collections");
    return JSON.stringify({ encrypted: false, folders, collections, items }, null, 1);
}

function strippedXml(text) {
    const xml = new DOMParser().parseFromString(text, "text/xml");
    if (xml.querySelector("parsererror") || xml.documentElement.tagName !== "KeePassFile") {
        throw new StripError("it is no export of KeePass 2");
    }
    for (const name of XML_GONE) {
        for (const node of [...xml.getElementsByTagName(name)]) {
            node.remove();
        }
    }
    for (const string of xml.getElementsByTagName("String")) {
        const children = [...string.children];
        const key = children.find((one) => one.tagName === "Key")?.textContent;
        const value = children.find((one) => one.tagName === "Value");
        if (value && !XML_KEPT.includes(key)) {
            value.textContent = "";
        }
    }
    return new XMLSerializer().serializeToString(xml);
}

function strippedCsv(text) {
    const [head, ...rows] = readCsv(text);
    const plain = (head || []).map((name) =>
        name
            .trim()
            .toLowerCase()
            .split(/[\s_-]+/)
            .join(" "),
    );
    const isValue = (name) => VALUE.test(name) || VALUE.test(name.replaceAll(" ", ""));
    const gone = plain.map((name) => isValue(name) || NOTES.includes(name));
    if (!plain.some(isValue)) {
        throw new StripError(
            "it is no export of Bitwarden (JSON), KeePass (XML, CSV), IT Glue or Hudu (CSV)",
        );
    }
    // What is longer than the head has no name, and might be anything.
    const kept = rows.map((row) => head.map((_name, at) => (gone[at] ? "" : row[at] || "")));
    return writeCsv([head, ...kept]);
}

/** Rows of fields, in quotes where they hold a comma, a quote or a line break (RFC 4180). */
function readCsv(text) {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
        const row = rows[rows.length - 1];
        const sign = text[at];
        if (quoted) {
            if (sign !== '"') {
                row[row.length - 1] += sign;
            } else if (text[at + 1] === '"') {
                row[row.length - 1] += '"';
                at++;
            } else {
                quoted = false;
            }
        } else if (sign === '"' && row[row.length - 1] === "") {
            quoted = true;
        } else if (sign === ",") {
            row.push("");
        } else if (sign === "\n" || sign === "\r") {
            at += sign === "\r" && text[at + 1] === "\n" ? 1 : 0;
            rows.push([""]);
        } else {
            row[row.length - 1] += sign;
        }
    }
    return rows.filter((row) => row.length > 1 || row[0]);
}

function writeCsv(rows) {
    const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
    return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}
