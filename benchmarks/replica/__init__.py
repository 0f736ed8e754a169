"""A primary and a replica of our own: how far behind it is, and what an outage costs.

`make replica` sets both up in a temporary folder, serves the site from them, kills one after
the other under way, and says how many searches were lost. It needs Debian's postgresql-15.
"""
