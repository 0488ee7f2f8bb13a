from . import ipai_secret_allowance
