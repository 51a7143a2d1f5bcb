from django.urls import path

from jinguo.desk.people import (
    acts,
    duplicates,
    editing,
    exports,
    guardians,
    lists,
    records,
    sign_in_phones,
)

urlpatterns = [
    path("households/", lists.households, name="households"),
    path("households/add/", acts.add_household, name="add-household"),
    path("households/export/", lists.export_households, name="export-households"),
    path("households/duplicates/", duplicates.duplicates, name="duplicates"),
    path("households/duplicates/export/", exports.export_duplicates, name="export-duplicates"),
    path(
        "households/duplicates/<uuid:first_id>/<uuid:second_id>/",
        duplicates.duplicate,
        name="duplicate",
    ),
    path(
        "households/duplicates/<uuid:first_id>/<uuid:second_id>/apart/",
        duplicates.keep_apart,
        name="keep-apart",
    ),
    path("households/sign-in-phone/", sign_in_phones.sign_in_phone, name="sign-in-phone"),
    path("households/<uuid:household_id>/", records.household, name="household"),
    path("households/<uuid:household_id>/reveal/", records.reveal, name="reveal"),
    path("households/<uuid:household_id>/close/", acts.close_household, name="close-household"),
    path(
        "households/<uuid:household_id>/take-back/",
        acts.take_back_household,
        name="take-back-household",
    ),
    path("households/<uuid:household_id>/edit/", editing.edit_household, name="edit-household"),
    path("households/<uuid:household_id>/head/", editing.change_head, name="change-head"),
    path("households/<uuid:household_id>/members/add/", editing.add_member, name="add-member"),
    path(
        "households/<uuid:household_id>/members/<uuid:person_id>/edit/",
        editing.edit_member,
        name="edit-member",
    ),
    path(
        "households/<uuid:household_id>/members/<uuid:person_id>/left/",
        editing.member_left,
        name="member-left",
    ),
    path(
        "households/<uuid:household_id>/members/<uuid:person_id>/guardian/",
        guardians.record_guardian,
        name="record-guardian",
    ),
    path("households/<uuid:household_id>/consents/", acts.record_consent, name="record-consent"),
    path(
        "households/<uuid:household_id>/consents/<uuid:consent_id>/withdraw/",
        acts.withdraw_consent,
        name="withdraw-consent",
    ),
]
