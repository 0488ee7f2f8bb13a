from . import prometheus
