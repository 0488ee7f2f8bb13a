# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is wrong, in plain Python: no ORM in here.

`conditions` is what one source says of one thing; `payloads` reads them from what Alertmanager and Grafana
send; `hosts` finds the machine in the labels; `lifecycle` says what a condition does to an alert that is
known; `grouping` and `storms` find which alert leads; `silences` and `alertmanager` talk back.
"""
