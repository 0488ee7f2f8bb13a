# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a run has to know of contracts: read at once, as values, for there are thousands of them."""

from collections import defaultdict

GONE_BY = ["active", "is_canceled", "seat_plan_id", "seat_role", "date_start", "date_end"]
NEXT = (  # what the next period of a contract line follows from
    "date_start date_end last_date_invoiced recurring_next_date recurring_rule_type recurring_interval"
    " recurring_invoicing_type"
).split()
PRICED_BY = ["automatic_price", "specific_price", "product_id", "uom_id", "discount", "currency_id"]
NUMBERS = ("float", "integer", "monetary")
TOLD = sorted({"contract_id", "quantity", *GONE_BY, *NEXT, *PRICED_BY})


def gone(env, told, plan_id, role, first, last):
    """Code and reason of what keeps a line from being billed by a plan from a day to a day; None: nothing.

    :param told: the values of the line's fields in GONE_BY.
    """
    if told["is_canceled"]:
        return "canceled", env._("The contract line is canceled.")
    if told["seat_plan_id"] != plan_id or (told["seat_role"] or "base") != role:
        return "no_line", env._("The contract line is not of this plan any more.")
    begins, ends = told["date_start"], told["date_end"]
    if not told["active"] or (begins and begins > last) or (ends and ends < first):
        return "ended", env._("The contract is not in force in this period.")
    return None


class Contracts:
    """The contracts of a run's company, and their lines that are tied to its plans."""

    def __init__(self, run, plans):
        self.run, self.plans, self.env = run, plans, run.env
        self.payer = self._payers()
        self._next_periods = {}
        self._line_ids = self._contract_lines()
        self._contract_ids = self._contracts()

    def tied(self, plan, role, payer):
        """The lines tied to a plan, whatever became of them."""
        ids = self._line_ids.get((plan.id, role, payer.id), ())
        return self.env["contract.line"].browse(ids).with_prefetch(self._together)

    def tied_to(self, plan):
        """Ids of the payers that have such lines."""
        return {payer for owner, _role, payer in self._line_ids if owner == plan.id}

    def of(self, payer):
        """The contracts of a payer in force at some time of the period."""
        return self._every.browse(self._contract_ids.get(payer.id)).with_prefetch(self._every._ids)

    def next_period(self, line):
        """First and last day that the contract line is invoiced for next: of lines alike it is computed once."""
        told = self.told[line.id]
        key = tuple([told[name] for name in NEXT])
        if key not in self._next_periods:
            one = line.with_prefetch()
            self._next_periods[key] = (one.next_period_date_start, one.next_period_date_end)
        return self._next_periods[key]

    def contract(self, line):
        """The contract of a line that was read; what is read of it is read of all of them."""
        return self._all.browse(self.told[line.id]["contract_id"]).with_prefetch(self._all._ids)

    def _payers(self):
        """A function from a partner to who pays for it: the same roll-up as the snapshot's."""
        known = {}

        def payer(partner):
            if partner not in known:
                up = partner.parent_id
                known[partner] = partner if partner.seat_billed_apart or not up else payer(up)
            return known[partner]

        return payer

    def _contract_lines(self):
        """(plan, role, payer) → ids of the lines of sale contracts tied to the plan.

        Of thousands of lines the values are read, and the records are left alone.
        """
        domain = [
            ("seat_plan_id", "in", self.plans.ids),
            ("display_type", "=", False),
            ("contract_id.company_id", "=", self.run.company_id.id),
            ("contract_id.contract_type", "=", "sale"),
        ]
        Lines = self.env["contract.line"].with_context(active_test=False)
        self.told = _values(Lines, domain, "contract_id, id", TOLD)
        self._together = tuple(self.told)
        ids = dict.fromkeys(told["contract_id"] for told in self.told.values())
        self._all = self.env["contract.contract"].browse(ids)
        payers = {contract.id: self.payer(contract.partner_id).id for contract in self._all}
        found = defaultdict(list)
        for key, told in self.told.items():
            owner = (told["seat_plan_id"], told["seat_role"] or "base", payers[told["contract_id"]])
            found[owner].append(key)
        return found

    def _contracts(self):
        """Payer → ids of the sale contracts in force at some time of the period."""
        contracts = self.env["contract.contract"].search(
            [
                ("company_id", "=", self.run.company_id.id),
                ("contract_type", "=", "sale"),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", self.run.date_from),
            ]
        )
        found, self._every = defaultdict(list), contracts
        for contract in contracts:
            found[self.payer(contract.partner_id).id].append(contract.id)
        return found


def _values(model, domain, order, names):
    """Id → the values of records' fields by name, in order; what is not stored is read of the records."""
    query = model._search(domain, order=order)
    stored = ["id", *(name for name in names if model._fields[name].store)]
    columns = [model._field_to_sql(query.table, name, query) for name in stored]
    # As read() says it: a number that is not there is 0.
    nothing = [0 if model._fields[name].type in NUMBERS else False for name in stored]
    found = {}
    for row in model.env.execute_query(query.select(*columns)):
        values = [none if one is None else one for one, none in zip(row, nothing, strict=True)]
        found[row[0]] = dict(zip(stored, values, strict=True))
    if others := [name for name in names if name not in stored]:
        for values in model.browse(found).read(others, load=None):
            found[values["id"]].update(values)
    return found
