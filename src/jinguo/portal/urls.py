"""The public addresses. What is printed on plaques leads here, so these never change."""

from django.urls import path

from jinguo.portal import settings, views
from jinguo.portal.home import views as home
from jinguo.portal.notices import views as notices

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("v/<str:code>", views.plaque, name="plaque"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("language/", settings.language, name="language"),
    path("large-type/", settings.large_type, name="large-type"),
    path("leave/", settings.leave, name="leave"),
]
