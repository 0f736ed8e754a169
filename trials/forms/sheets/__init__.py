"""Sheets of trials, groups, ages and places: what each row of a file would change.

    SheetFile ──tables──▶ which sheet holds what ──planning──▶ rows: new, changed, same, faulty

A row is judged by the form of the coordinators' room for the same thing, so that a file may
do what a page may, and nothing else. Nothing is written here: a good row carries what
``trials.actions.sheets`` stores.
"""
