from django.urls import path

from jinguo.desk.people import views

urlpatterns = [
    path("households/", views.households, name="households"),
    path("households/add/", views.add_household, name="add-household"),
    path("households/export/", views.export_households, name="export-households"),
    path("households/<uuid:household_id>/", views.household, name="household"),
    path("households/<uuid:household_id>/reveal/", views.reveal, name="reveal"),
    path("households/<uuid:household_id>/close/", views.close_household, name="close-household"),
    path("households/<uuid:household_id>/consents/", views.record_consent, name="record-consent"),
    path(
        "households/<uuid:household_id>/consents/<uuid:consent_id>/withdraw/",
        views.withdraw_consent,
        name="withdraw-consent",
    ),
]
