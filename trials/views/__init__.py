"""One module per family of public pages: check, find, show."""
