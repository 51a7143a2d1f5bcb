"""The places. The address of one stands on its door, so it never changes."""

from django.urls import path

from jinguo.portal.sites import views

urlpatterns = [
    path("sites/", views.sites, name="sites"),
    path("s/<str:code>", views.site, name="site"),
    path("s/<str:code>/pictures/<uuid:picture_id>", views.picture, name="site-picture"),
    path("s/<str:code>/thumbnails/<uuid:picture_id>", views.thumbnail, name="site-thumbnail"),
    path("s/<str:code>/check-in/", views.check_in, name="site-check-in"),
]
