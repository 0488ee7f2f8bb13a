// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** Asks the server for rows that may stand for many entries, see ipai.bounded.calendar. */
class BoundedCalendarModel extends CalendarModel {
    fetchRecords(data) {
        const { activeFields, context, fieldNames, resModel } = this.meta;
        const names = [...new Set([...fieldNames, ...Object.keys(activeFields)])];
        return this.orm.call(resModel, "calendar_read", [this.computeDomain(data), names], {
            context: context || {},
        });
    }

    /** What stands for several is dragged nowhere: it springs back. */
    updateRecord(record, ...rest) {
        const known = this.records[record.id];
        if (known && known.rawRecord && known.rawRecord.calendar_domain) {
            return this.load();
        }
        return super.updateRecord(record, ...rest);
    }
}

/** Opens the list of what a row stands for. */
class BoundedCalendarController extends CalendarController {
    setup() {
        super.setup();
        this.lists = useService("action");
    }

    editRecord(record, ...rest) {
        const domain = record.rawRecord && record.rawRecord.calendar_domain;
        if (!domain) {
            return super.editRecord(record, ...rest);
        }
        return this.lists.doAction({
            type: "ir.actions.act_window",
            name: record.title,
            res_model: this.model.resModel,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("views").add("ipai_bounded_calendar", {
    ...calendarView,
    Controller: BoundedCalendarController,
    Model: BoundedCalendarModel,
});
