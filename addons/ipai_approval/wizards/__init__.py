from . import ipai_decide
