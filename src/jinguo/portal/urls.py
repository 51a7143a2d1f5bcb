"""The public addresses. What is printed on plaques leads here, so these never change."""

from django.urls import path
from django.views.generic import RedirectView

from jinguo.portal import views

app_name = "portal"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk:home"), name="home"),
    path("v/<str:code>", views.plaque, name="plaque"),
]
