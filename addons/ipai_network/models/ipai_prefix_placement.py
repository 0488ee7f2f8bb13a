# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

TAKE_IN = """
    SELECT DISTINCT ON (member.id) member.id, prefix.id
      FROM unnest(%(ids)s::int[], %(holders)s::int[]) AS given(id, holder_id)
      JOIN ipai_prefix prefix ON prefix.id = given.id
      JOIN %(table)s member
        ON member.scope_id = prefix.scope_id
       AND member.company_id = prefix.company_id
       AND member.%(key)s COLLATE "C" BETWEEN prefix.first_key AND prefix.last_key
       AND %(held)s
     WHERE %(inside)s
     ORDER BY member.id, prefix.length DESC, prefix.id
"""
"""What lies in new prefixes, and in no longer one: only these records are looked at and written.

Whatever shorter prefix holds such a record holds the new prefix too: it is the one that the new prefix lies
in, or would lie in without the others that come with it. So few are asked, not all in the span.
"""

HAND_OVER = """
    UPDATE %(table)s moved SET %(field)s = heir.id
      FROM unnest(%(ids)s::int[], %(heirs)s::int[]) AS given(old_id, id)
      LEFT JOIN ipai_prefix heir ON heir.id = given.id
     WHERE moved.%(field)s = given.old_id AND NOT moved.id = ANY(%(none)s)
"""

DEPTHS = """
    WITH RECURSIVE touched AS (
        SELECT DISTINCT member.id, member.parent_id, member.depth
          FROM unnest(%(scopes)s::int[], %(companies)s::int[], %(firsts)s::text[], %(lasts)s::text[])
               AS span(scope_id, company_id, first_key, last_key)
          JOIN ipai_prefix member
            ON member.scope_id = span.scope_id
           AND member.company_id = span.company_id
           AND member.first_key COLLATE "C" BETWEEN span.first_key AND span.last_key),
    down AS (
        SELECT id, depth AS present, coalesce(
                   (SELECT parent.depth + 1 FROM ipai_prefix parent WHERE parent.id = top.parent_id), 0
               ) AS depth
          FROM touched top
         WHERE NOT EXISTS (SELECT FROM touched above WHERE above.id = top.parent_id)
         UNION ALL
        SELECT child.id, child.depth, down.depth + 1
          FROM down JOIN touched child ON child.parent_id = down.id)
    SELECT id, depth FROM down WHERE depth IS DISTINCT FROM present
"""
"""Whose depth is another one now: what lies below is in the spans as well, so nothing else is read."""

MOVE = """
    UPDATE %(table)s moved SET %(field)s = given.value
      FROM unnest(%(ids)s::int[], %(values)s::int[]) AS given(id, value)
     WHERE moved.id = given.id
"""
"""Found first and written then: how many there are, the planner cannot know, and would read all for one."""


class IpaiPrefix(models.Model):
    """Who lies in which prefix: when one comes, moves or goes, the rest is placed by sets, not one by one.

    ``_compute_parent_id`` here and ``_compute_prefix_id`` of addresses say what must come of it; they work for
    records that move themselves. Nothing else is stored that hangs on these three fields.
    """

    _inherit = "ipai.prefix"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        prefixes = super().create([self._normalize(vals) for vals in vals_list])
        prefixes._take_in(prefixes._spans())
        return prefixes

    def write(self, vals):
        vals = self._normalize(vals)
        if not vals.keys() & {"name", "scope_id", "company_id"}:
            return super().write(vals)
        former = self._spans()
        self._hand_over()
        result = super().write(vals)
        self._take_in(former + self._spans())
        return result

    def unlink(self):
        former = self._spans()
        self._hand_over()
        result = super().unlink()
        self.browse()._take_in(former)
        return result

    def _spans(self):
        """(scope, company, first key, last key) of each."""
        return [
            (prefix.scope_id.id, prefix.company_id.id, prefix.first_key, prefix.last_key)
            for prefix in self
        ]

    def _flush_places(self):
        self.flush_model(["scope_id", "company_id", "first_key", "last_key", "length"])
        self.flush_model(["parent_id", "depth"])
        names = ["scope_id", "company_id", "host_key", "prefix_id"]
        self.env["ipai.ip.address"].flush_model(names)

    def _forget_places(self):
        names = ["parent_id", "depth", "tree_name", "child_ids", "address_ids", "child_count"]
        self.invalidate_model([*names, "address_count", "utilization"], flush=False)
        self.env["ipai.ip.address"].invalidate_model(["prefix_id"], flush=False)

    def _hand_over(self):
        """Give what lies in these prefixes to those that it lies in without them."""
        if not self:
            return
        self._flush_places()
        heirs = self._heirs()
        for table, field, own in (
            ("ipai_ip_address", "prefix_id", []),
            ("ipai_prefix", "parent_id", self.ids),
        ):
            self.env.cr.execute(
                SQL(
                    HAND_OVER,
                    table=SQL.identifier(table),
                    field=SQL.identifier(field),
                    ids=self.ids,
                    heirs=[heirs[id_] for id_ in self.ids],
                    none=own,
                )
            )
        self._forget_places()

    def _heirs(self):
        """{id: the prefix, not one of these, that takes over what lies in it}, None for none."""
        self.env.cr.execute(
            """
            SELECT mine.id, min(twin.id), mine.parent_id
              FROM ipai_prefix mine
              LEFT JOIN ipai_prefix twin
                ON twin.scope_id = mine.scope_id
               AND twin.company_id = mine.company_id
               AND twin.first_key COLLATE "C" = mine.first_key
               AND twin.length = mine.length
               AND NOT twin.id = ANY(%(ids)s)
             WHERE mine.id = ANY(%(ids)s)
             GROUP BY mine.id
             ORDER BY mine.length
            """,
            {"ids": self.ids},
        )
        heirs = {}
        for id_, twin, parent in self.env.cr.fetchall():
            # The shorter ones come first: what a parent's heir is, is known.
            heirs[id_] = twin or heirs.get(parent, parent)
        return heirs

    def _holders(self):
        """[(id, the prefix that holds now what shall lie in it)], None for none; a twin that is younger too."""
        self.env.cr.execute(
            """
            SELECT mine.id, mine.parent_id, array_agg(twin.id) FILTER (WHERE twin.id > mine.id)
              FROM ipai_prefix mine
              LEFT JOIN ipai_prefix twin
                ON twin.scope_id = mine.scope_id
               AND twin.company_id = mine.company_id
               AND twin.first_key COLLATE "C" = mine.first_key
               AND twin.length = mine.length
             WHERE mine.id = ANY(%s)
             GROUP BY mine.id
             ORDER BY mine.length
            """,
            [self.ids],
        )
        holders = {}
        for id_, parent, twins in self.env.cr.fetchall():
            # Of those that come together, the shorter ones come first.
            holders[id_] = {*holders.get(parent, [parent]), *(twins or ())}
        return [(id_, holder) for id_, some in holders.items() for holder in some]

    def _take_from(self, pairs, free, table, field, key, inside):
        """Let prefixes take what their holder has in their span, or what nothing has."""
        column = SQL.identifier("member", field)
        self.env.cr.execute(
            SQL(
                TAKE_IN,
                table=SQL.identifier(table),
                key=SQL.identifier(key),
                inside=inside,
                held=SQL("%s IS NULL" if free else "%s = given.holder_id", column),
                ids=[id_ for id_, _holder in pairs],
                holders=[holder for _id, holder in pairs],
            )
        )
        self._move(table, field, self.env.cr.fetchall())

    def _move(self, table, field, found):
        """Write what was found: (id, value)."""
        if found:
            ids, values = map(list, zip(*found, strict=True))
            self.env.cr.execute(
                SQL(
                    MOVE,
                    table=SQL.identifier(table),
                    field=SQL.identifier(field),
                    ids=ids,
                    values=values,
                )
            )

    def _take_in(self, spans):
        """Let these prefixes take in what lies in no longer one; count depths anew in the spans."""
        self._flush_places()
        pairs = self._holders()
        for free in (True, False):
            some = [pair for pair in pairs if free == (pair[1] is None)]
            if some:
                address = ("ipai_ip_address", "prefix_id", "host_key", SQL("TRUE"))
                self._take_from(some, free, *address)
                child = SQL("member.length > prefix.length")
                self._take_from(some, free, "ipai_prefix", "parent_id", "first_key", child)
        scopes, companies, firsts, lasts = (
            map(list, zip(*spans, strict=True)) if spans else ([],) * 4
        )
        self.env.cr.execute(
            SQL(DEPTHS, scopes=scopes, companies=companies, firsts=firsts, lasts=lasts)
        )
        self._move("ipai_prefix", "depth", self.env.cr.fetchall())
        self._forget_places()
