from django.urls import path

from jinguo.desk.news import views

urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/count/", views.count, name="news-count"),
    path("news/seen/", views.seen, name="news-seen"),
]
