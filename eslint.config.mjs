import js from "@eslint/js";
import globals from "globals";

const errors = {
    ...js.configs.recommended.rules,
    curly: "error",
    eqeqeq: ["error", "smart"],
    "no-console": ["error", { allow: ["warn", "error"] }],
    "no-shadow": "error",
    "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    "no-var": "error",
    "object-shorthand": "error",
    "prefer-const": "error",
};

export default [
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            // luxon, owl and Chart come from Odoo's own bundles, as scripts.
            globals: {
                ...globals.browser,
                odoo: "readonly",
                luxon: "readonly",
                owl: "readonly",
                Chart: "readonly",
            },
        },
        rules: errors,
    },
    {
        files: ["*.mjs"],
        languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
        rules: errors,
    },
];
