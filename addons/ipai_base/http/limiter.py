# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Counters in the database, so that all workers count together."""

import dataclasses

from .cursors import short

# A window begins with its first call. The clock is the database's, the same for all workers.
COUNT = """
    INSERT INTO ipai_api_counter AS counter (subject, bucket, hits, since, last)
    VALUES (%(subject)s, %(bucket)s, 1, clock_timestamp(), clock_timestamp())
    ON CONFLICT (subject, bucket) DO UPDATE SET
        hits = CASE WHEN counter.since + %(window)s * interval '1 second' <= excluded.since
                    THEN 1 ELSE counter.hits + 1 END,
        since = CASE WHEN counter.since + %(window)s * interval '1 second' <= excluded.since
                     THEN excluded.since ELSE counter.since END,
        last = greatest(counter.last, excluded.last)
    RETURNING hits, greatest(1, ceil(extract(epoch FROM since - last) + %(window)s))::int
"""
WINDOW = 60
CLASSES = ("read", "write", "execute")


@dataclasses.dataclass(frozen=True)
class Limit:
    """Where a key stands in one class of calls.

    >>> limit = Limit("read", quota=30, hits=31, seconds_left=12)
    >>> limit.exceeded, limit.headers()["RateLimit"]
    (True, '"read";r=0;t=12')
    """

    bucket: str
    quota: int
    hits: int
    seconds_left: int

    @property
    def exceeded(self):
        return self.hits > self.quota

    def headers(self):
        """As draft-ietf-httpapi-ratelimit-headers-11."""
        remaining = max(0, self.quota - self.hits)
        return {
            "RateLimit-Policy": f'"{self.bucket}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{self.bucket}";r={remaining};t={self.seconds_left}',
        }


def count(registry, subject, bucket, window=WINDOW):
    """Count one more; return how many there are in this window and in how many seconds it ends."""
    with short(registry, durable=False) as cr:
        cr.execute(COUNT, {"subject": subject, "bucket": bucket, "window": window})
        return cr.fetchone()
