"""Addresses of the public site."""

from django.urls import URLPattern

app_name = "trials"

urlpatterns: list[URLPattern] = []
