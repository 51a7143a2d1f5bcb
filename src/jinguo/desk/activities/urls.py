from django.urls import path

from jinguo.desk.activities import (
    acts,
    announcing,
    booking,
    door,
    lists,
    pasting,
    planning,
    printing,
    records,
    scanned,
)

urlpatterns = [
    path("activities/", lists.activities, name="activities"),
    path("activities/export/", lists.export_activities, name="export-activities"),
    path("activities/plan/", planning.plan, name="plan-activity"),
    path("activities/<uuid:activity_id>/", records.activity, name="activity"),
    path("activities/<uuid:activity_id>/act/<str:verb>/", acts.activity_act, name="activity-act"),
    path("activities/<uuid:activity_id>/poster/<str:form>/", announcing.poster, name="poster"),
    path("activities/<uuid:activity_id>/list/", pasting.paste, name="paste-list"),
    path("activities/<uuid:activity_id>/book/", booking.find, name="book"),
    path(
        "activities/<uuid:activity_id>/book/<uuid:person_id>/", booking.book, name="book-person"
    ),
    path(
        "activities/<uuid:activity_id>/certificates/",
        printing.certificates,
        name="activity-certificates",
    ),
    path(
        "activities/<uuid:activity_id>/certificates/print/",
        printing.printed_certificates,
        name="printed-certificates",
    ),
    path("activities/entries/<uuid:enrolment_id>/here/", scanned.scanned, name="scanned"),
    path("activities/entries/<uuid:enrolment_id>/<str:verb>/", acts.entry_act, name="entry-act"),
    path("activities/sessions/<uuid:session_id>/", door.door, name="door"),
    path("activities/sessions/<uuid:session_id>/code/", door.door_code, name="door-code"),
    path("activities/sessions/<uuid:session_id>/mark/", door.mark, name="mark-attendance"),
    path("activities/sessions/<uuid:session_id>/codes/", door.type_codes, name="type-codes"),
    path("activities/sessions/<uuid:session_id>/hold/", door.hold, name="hold-session"),
    path("activities/sessions/<uuid:session_id>/list/", printing.sign_in_list, name="sign-in-list"),
    path(
        "activities/sessions/<uuid:session_id>/act/<str:verb>/",
        acts.session_act,
        name="session-act",
    ),
]
