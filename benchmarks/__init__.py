"""How fast the results page is, against the least that the database could take.

    make bench               10,000 trials, about a minute
    BENCH_TRIALS=1000 make bench

Times drift with the machine and with what else it does; the ratio of two times from one
run holds. So every question is asked of the page and of the floor back to back.
"""
