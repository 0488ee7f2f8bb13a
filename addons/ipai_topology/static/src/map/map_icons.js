// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

const SIZE = 64;
const pictures = new Map();

/**
 * The character that a class of Font Awesome, as in "fa-server", puts before its element.
 */
function characterOf(icon) {
    const element = document.createElement("i");
    element.className = `fa ${icon}`;
    document.body.append(element);
    const content = getComputedStyle(element, "::before").content;
    element.remove();
    return content.replace(/["']/g, "");
}

/**
 * Make the pictures of icons ready to be drawn on a canvas, which knows no icon font.
 *
 * @param {String[]} icons classes of Font Awesome
 */
export async function prepareIcons(icons) {
    await document.fonts.load(`${SIZE}px FontAwesome`);
    for (const icon of icons) {
        if (pictures.has(icon)) {
            continue;
        }
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = SIZE;
        const context = canvas.getContext("2d");
        context.font = `${SIZE * 0.8}px FontAwesome`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillStyle = "#374151";
        context.fillText(characterOf(icon), SIZE / 2, SIZE / 2);
        pictures.set(icon, canvas.toDataURL("image/png"));
    }
}

/**
 * @param {String} icon a class given to prepareIcons
 * @returns {String} its picture as a data URL
 */
export function iconPicture(icon) {
    return pictures.get(icon);
}
