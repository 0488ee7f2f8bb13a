from . import assets, prometheus
