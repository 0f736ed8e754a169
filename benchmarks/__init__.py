"""How fast the site is, beside the least its parts could take and beside peers.

    make bench                   5,800 trials, about a minute; what CI runs
    BENCH_N=580000 make bench    the whole registry; minutes to make, once
    BENCH_BASELINE=1 make bench  keeps the ratios, for later runs to be held to

Times drift with the machine and with what else it does; the ratio of two times from one
run holds. So every question is asked of all ways back to back. docs/performance.md tells
how to read the lines.
"""
