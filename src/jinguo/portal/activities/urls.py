"""What is on. The address of an activity stands on posters, so it never changes."""

from django.urls import path

from jinguo.portal.activities import calendars, draws, live, posters, views

urlpatterns = [
    path("", views.home, name="home"),
    path("activities/", views.whats_on, name="whats-on"),
    path("calendar.ics", calendars.calendar, name="calendar"),
    path("a/<str:code>", views.activity, name="activity"),
    path("a/<str:code>/calendar.ics", calendars.activity_calendar, name="activity-calendar"),
    path("a/<str:code>/draw.json", draws.draw_record, name="draw-record"),
    path("a/<str:code>/poster.png", posters.poster, name="poster"),
    path("a/<str:code>/live/<int:number>/", live.live, name="live"),
]
