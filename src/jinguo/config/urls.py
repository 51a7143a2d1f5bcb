"""The addresses of every surface."""

from django.urls import include, path

urlpatterns = [
    path("sign-in/", include("allauth.urls")),
    path("", include("jinguo.desk.urls")),
]

handler500 = "jinguo.desk.errors.broken"
