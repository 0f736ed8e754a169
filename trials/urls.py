"""Addresses of the public site. Nothing about a patient is ever part of one."""

from django.urls import path

from trials.views import answers, finder, logo, results, trial

app_name = "trials"

urlpatterns = [
    path("", finder.finder, name="finder"),
    path("results/", results.results, name="results"),
    path("answers/clear/", answers.clear, name="clear"),
    path("answers/remove/", answers.remove, name="remove"),
    path("diagnoses/suggest/", finder.suggest, name="suggest"),
    path("trials/<slug:slug>/", trial.trial, name="trial"),
    path("logo/", logo.logo, name="logo"),
]
