from django.urls import path

from jinguo.desk.members import acts, exports, lists, records, tasks

urlpatterns = [
    path("members/", lists.members, name="members"),
    path("members/export/", exports.export_members, name="export-members"),
    path("members/new/", tasks.new_member, name="new-member"),
    path("members/who/<str:purpose>/", tasks.choose_person, name="choose-person"),
    path("members/associations/new/", tasks.new_body, name="new-body"),
    path("members/associations/<uuid:body_id>/", records.body, name="body"),
    path("members/associations/<uuid:body_id>/<str:verb>/", acts.body_act, name="body-act"),
    path("members/<uuid:membership_id>/", records.member, name="member"),
    path("members/<uuid:membership_id>/<str:verb>/", acts.member_act, name="member-act"),
    path("agreements/", lists.agreements, name="agreements"),
    path("agreements/export/", exports.export_agreements, name="export-agreements"),
    path("agreements/new/", tasks.new_agreement, name="new-agreement"),
    path("agreements/duties/<uuid:duty_id>/", acts.do_duty, name="do-duty"),
    path("agreements/<uuid:agreement_id>/", records.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/<str:verb>/", acts.agreement_act, name="agreement-act"),
    path("volunteers/", lists.volunteers, name="volunteers"),
    path("volunteers/export/", exports.export_volunteers, name="export-volunteers"),
    path("volunteers/new/", tasks.new_volunteer, name="new-volunteer"),
    path(
        "volunteers/hours/<uuid:service_id>/take-back/",
        acts.take_service_back,
        name="take-service-back",
    ),
    path("volunteers/<uuid:volunteer_id>/", records.volunteer, name="volunteer"),
    path("volunteers/<uuid:volunteer_id>/<str:verb>/", acts.volunteer_act, name="volunteer-act"),
    path("appointments/", lists.appointments, name="appointments"),
    path("appointments/export/", exports.export_appointments, name="export-appointments"),
    path("appointments/new/", tasks.new_appointment, name="new-appointment"),
    path("appointments/<uuid:appointment_id>/", records.appointment, name="appointment"),
    path("appointments/<uuid:appointment_id>/letter/", records.letter, name="letter"),
    path("appointments/<uuid:appointment_id>/assign/", tasks.new_assignment, name="new-assignment"),
    path(
        "appointments/<uuid:appointment_id>/<str:verb>/",
        acts.appointment_act,
        name="appointment-act",
    ),
    path("assignments/", lists.assignments, name="assignments"),
    path("assignments/export/", exports.export_assignments, name="export-assignments"),
    path("assignments/<uuid:assignment_id>/", records.assignment, name="assignment"),
    path(
        "assignments/<uuid:assignment_id>/<str:verb>/", acts.assignment_act, name="assignment-act"
    ),
]
