from . import ipai_alert_simulation
