// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function open(name) {
    return {
        content: `Open ${name}`,
        trigger: `.o_data_row td[name=name]:contains(${name})`,
        run: "click",
    };
}

function press(button, state) {
    return [
        { content: `Press ${button}`, trigger: `button[name=${button}]:visible`, run: "click" },
        {
            content: `It is ${state}`,
            trigger: `.o_arrow_button_current:contains(${state})`,
        },
    ];
}

const MILDEST = ["Nobody but us", "Not at all", "Often", "Yes, the same steps", "It was tried"];

function answer(text, index) {
    const number = index + 1;
    const row = `.o_field_widget[name=answer_ids] .o_data_row:nth-child(${number})`;
    return [
        { content: `Question ${number}`, trigger: `${row} td[name=choice_id]`, run: "click" },
        {
            content: "Open the answers",
            trigger: `${row} td[name=choice_id] input`,
            run: "click",
        },
        {
            content: "The mildest answer",
            trigger: `${row} .o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
        { content: "It counts as low", trigger: `${row} td[name=degree]:contains(Low)` },
    ];
}

/** The technician asks: a risk, a proposal inside, the request, the submission. */
tours.add("ipai_change_ask", {
    url: "/odoo/changes",
    steps: () => [
        open("New disk"),
        {
            content: "What hangs on it was found",
            trigger: "a[name=impact]",
            run: "click",
        },
        {
            content: "The service on the machine on it",
            trigger: ".o_field_widget[name=affected_service_ids] .o_tag:contains(Resolver)",
        },
        { content: "To the questions", trigger: "a[name=risk]", run: "click" },
        ...MILDEST.flatMap(answer),
        { content: "To the proposals", trigger: "a[name=proposals]", run: "click" },
        {
            content: "Add one",
            trigger: "button[name=action_open_step]:contains(Add Proposals)",
            run: "click",
        },
        {
            content: "Choose from those that are open",
            trigger: ".modal .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "The note of the new disk",
            trigger: ".modal .o_data_row:contains(Purpose) td[name=summary]",
            run: "click",
        },
        {
            content: "Take it",
            trigger: ".modal button[name=action_apply]:visible",
            run: "click",
        },
        {
            content: "It is part of the change",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=proposal_ids] .o_data_row",
        },
        ...press("action_request", "Assess"),
        ...press("action_submit", "Approve"),
    ],
});

/** The approver finds what waits, and approves first the proposal, then the change. */
tours.add("ipai_change_decide", {
    url: "/odoo/changes",
    steps: () => [
        open("New disk"),
        { content: "Approve", trigger: "button[name=action_open_approve]", run: "click" },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The way back was tried",
        },
        {
            content: "Decide",
            trigger: ".modal button[name=action_decide]:visible",
            run: "click",
        },
        {
            content: "What waits next is shown, or that nothing does",
            trigger: "body:not(:has(.modal)):not(:has(.o_field_widget[name=backout_plan]))",
        },
    ],
});

/** The technician does it: start, the proposal is carried out, implemented, closed. */
tours.add("ipai_change_do", {
    url: "/odoo/changes",
    steps: () => [
        open("New disk"),
        ...press("action_start", "Implementing"),
        { content: "To the proposals", trigger: "a[name=proposals]", run: "click" },
        {
            content: "It was carried out with the start",
            trigger: ".o_field_widget[name=proposal_ids] .o_data_row:contains(Carried Out)",
        },
        ...press("action_implemented", "Review"),
        ...press("action_close", "Closed"),
    ],
});

/** The approver sees what hangs on it, and asks. */
tours.add("ipai_change_ask_back", {
    steps: () => [
        open("New pump"),
        { content: "What fails", trigger: ".o_ipai_change_about:contains(Resolver)" },
        { content: "Approve", trigger: "button[name=action_open_approve]", run: "click" },
        {
            content: "It stands beside the button, too",
            trigger: ".modal .o_field_widget[name=about]:contains(Resolver)",
        },
        { content: "Rather not yet", trigger: ".modal button[special=cancel]", run: "click" },
        {
            content: "Ask",
            trigger: "body:not(:has(.modal)) button[name=action_open_ask_back]",
            run: "click",
        },
        {
            content: "What one wants to know",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Which pump?",
        },
        { trigger: ".modal button[name=action_decide]:visible", run: "click" },
        {
            content: "It is decided no more, until it is answered",
            trigger: "body:not(:has(.modal)):not(:has(button[name=action_open_approve]))",
        },
    ],
});

/** Who asked for it reads the question and answers. */
tours.add("ipai_change_answer", {
    steps: () => [
        open("New pump"),
        { content: "The question", trigger: ".alert:contains(Which pump?)" },
        { trigger: ".o_arrow_button_current:contains(Changes Requested)" },
        { content: "Answer", trigger: "button[name=action_open_answer]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The one of the lower hall",
        },
        { trigger: ".modal button[name=action_decide]:visible", run: "click" },
        {
            content: "It waits for the decision again",
            trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Approve)",
        },
    ],
});

/** Before it is saved it shows what comes next; the window has a start and an end. */
tours.add("ipai_change_new", {
    steps: () => [
        { content: "The next step", trigger: "button[name=action_request]:visible" },
        {
            content: "Start and end of the window in one field",
            trigger: ".o_field_widget[name=planned_start]:has(input:eq(0)):has(input:eq(1))",
        },
        {
            trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input",
            run: "edit Asked at once",
        },
        { content: "Take it", trigger: "button[name=action_request]:visible", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Assess)" },
    ],
});

/** Another technician reads it and is offered nothing that would be refused. */
tours.add("ipai_change_not_mine", {
    steps: () => [
        open("Not mine"),
        {
            content: "No step is offered",
            trigger: ".o_form_view:has(.o_arrow_button_current:contains(Draft))",
            run() {
                for (const name of ["action_request", "action_start", "action_open_step"]) {
                    const buttons = document.querySelectorAll(
                        `.o_form_statusbar button[name=${name}]`,
                    );
                    if (buttons.length) {
                        throw new Error(`${name} is offered`);
                    }
                }
            },
        },
    ],
});
