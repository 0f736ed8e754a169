"""Texts for families: how they are written down, and which of their words are explained."""
