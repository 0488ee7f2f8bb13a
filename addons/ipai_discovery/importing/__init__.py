# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading inventories and deciding what they mean, without the ORM.

A file becomes rows (`nmap_xml`, `csv_file`, `netbox_csv`), a row finds its
asset (`matching`), and row and asset together become a plan (`plan`).
"""
