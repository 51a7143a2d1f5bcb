"""The places. The address of one stands on its door, so it never changes."""

from django.urls import path

from jinguo.portal.sites import views

urlpatterns = [
    path("sites/", views.sites, name="sites"),
    path("s/<str:code>", views.site, name="site"),
    path("s/<str:code>/check-in/", views.check_in, name="site-check-in"),
]
