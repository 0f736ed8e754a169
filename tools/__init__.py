"""What `make` does: install, build, check, test, serve.

Two kinds of modules, told apart because the first run before anything is installed:

    __main__, steps, install, browser, testing, checks, postgres15     only the standard library
    serve, content                                                     inside .venv, with Django
"""
