from . import ipai_alert, ipai_change, ipai_maintenance_window
