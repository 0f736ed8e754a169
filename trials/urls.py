"""Addresses of the public site. Nothing about a patient is ever part of one."""

from django.urls import path

from trials.views import (
    age_days,
    answers,
    compare,
    feeds,
    finder,
    guides,
    help_pages,
    kept,
    logo,
    packet,
    people,
    questions,
    referral,
    results,
    trial,
)

app_name = "trials"

urlpatterns = [
    path("", finder.finder, name="finder"),
    path("results/", results.results, name="results"),
    path("questions/", questions.questions, name="questions"),
    path("questions/skip/", questions.skip, name="skip"),
    path("answers/clear/", answers.clear, name="clear"),
    path("answers/remove/", answers.remove, name="remove"),
    path("diagnoses/suggest/", finder.suggest, name="suggest"),
    path("kept/", kept.kept, name="kept"),
    path("kept/change/", kept.keep, name="keep"),
    path("compare/", compare.compare, name="compare"),
    path("diagnoses/<slug:code>/news/", feeds.news, name="news"),
    path("calendar/<slug:slug>/", age_days.calendar, name="calendar"),
    path("people/change/", people.change, name="people"),
    path("packet/", packet.packet, name="packet"),
    path("packet/text/", packet.text, name="packet_text"),
    path("trials/<slug:slug>/", trial.trial, name="trial"),
    path("referral/", referral.referral, name="referral"),
    path("referral/results/", referral.results, name="referral_results"),
    path("referral/text/", referral.text, name="referral_text"),
    path("referral/sheet/", referral.sheet, name="referral_sheet"),
    path("referral/clear/", referral.clear, name="referral_clear"),
    path("referral/sign-out/", referral.sign_out, name="referral_sign_out"),
    path("logo/", logo.logo, name="logo"),
    path("guides/", guides.guides, name="guides"),
    path("guides/find/", guides.find, name="guide_find"),  # before the guides: it is no slug
    path("guides/<slug:slug>/", guides.guide, name="guide"),
    path("glossary/", guides.glossary, name="glossary"),
    path("help/", help_pages.help_page, name="help"),
    path("privacy/", help_pages.privacy, name="privacy"),
]
