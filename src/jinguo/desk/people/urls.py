from django.urls import path

from jinguo.desk.people import acts, lists, records

urlpatterns = [
    path("households/", lists.households, name="households"),
    path("households/add/", acts.add_household, name="add-household"),
    path("households/export/", lists.export_households, name="export-households"),
    path("households/<uuid:household_id>/", records.household, name="household"),
    path("households/<uuid:household_id>/reveal/", records.reveal, name="reveal"),
    path("households/<uuid:household_id>/close/", acts.close_household, name="close-household"),
    path("households/<uuid:household_id>/consents/", acts.record_consent, name="record-consent"),
    path(
        "households/<uuid:household_id>/consents/<uuid:consent_id>/withdraw/",
        acts.withdraw_consent,
        name="withdraw-consent",
    ),
]
