"""Booking, and what was booked. The address behind the code at the door never changes."""

from django.urls import path

from jinguo.portal.bookings import booking, calendars, card, certificates, door, views

urlpatterns = [
    path("a/<str:code>/book/", booking.book, name="book"),
    path("c/<uuid:session_id>", door.check_in, name="check-in"),
    path("my/bookings/", views.bookings, name="bookings"),
    path("my/bookings/<uuid:booking_id>/", views.booking, name="booking"),
    path("my/bookings/<uuid:booking_id>/card/", card.card, name="child-card"),
    path("my/bookings/<uuid:booking_id>/card/code/", card.new_code, name="child-code"),
    path("my/bookings/<uuid:booking_id>/cancel/", views.cancel, name="cancel-booking"),
    path("my/bookings/<uuid:booking_id>/offer/", views.answer_offer, name="answer-offer"),
    path("my/bookings/<uuid:booking_id>/feedback/", views.give_feedback, name="feedback"),
    path(
        "my/bookings/<uuid:booking_id>/certificate/", certificates.certificate, name="certificate"
    ),
    path("my/blocks/<uuid:block_id>/appeal/", views.appeal, name="appeal"),
    path("my/calendar/", views.my_calendar, name="my-calendar"),
    path("my/calendar/<str:key>.ics", calendars.feed, name="my-feed"),
]
