from . import ipai_bench_row
