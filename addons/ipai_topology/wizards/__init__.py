from . import ipai_outage
