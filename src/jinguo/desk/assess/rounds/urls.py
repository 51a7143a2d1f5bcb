from django.urls import path

from jinguo.desk.assess.rounds import (
    acts,
    assessors,
    drafts,
    exports,
    records,
    results,
    tasks,
    visits,
)

urlpatterns = [
    path("rounds/", records.rounds, name="rounds"),
    path("rounds/export/", exports.export_rounds, name="export-rounds"),
    path("rounds/new/<str:design>/", drafts.new_round, name="new-round"),
    path("rounds/<uuid:round_id>/", records.round_page, name="round"),
    path("rounds/<uuid:round_id>/change/<str:design>/", drafts.change_round, name="change-round"),
    path("rounds/<uuid:round_id>/act/<str:verb>/", acts.act, name="round-act"),
    path("rounds/<uuid:round_id>/publication/", records.publication, name="round-publication"),
    path("rounds/<uuid:round_id>/record/", records.record, name="round-record"),
    path("rounds/<uuid:round_id>/assessors/", assessors.assessors, name="round-assessors"),
    path(
        "rounds/<uuid:round_id>/assessors/<uuid:assessor_id>/drop/",
        assessors.drop,
        name="drop-assessor",
    ),
    path(
        "rounds/<uuid:round_id>/assessors/<uuid:assessor_id>/pass-on/",
        assessors.pass_on,
        name="pass-visits-on",
    ),
    path(
        "rounds/<uuid:round_id>/assessors/<uuid:assessor_id>/workbook/",
        assessors.workbook,
        name="visit-sheets",
    ),
    path("rounds/<uuid:round_id>/visits/", visits.visits, name="round-visits"),
    path(
        "rounds/<uuid:round_id>/visits/export/", exports.export_visits, name="export-round-visits"
    ),
    path("rounds/visits/<uuid:visit_id>/", visits.visit, name="round-visit"),
    path("rounds/visits/<uuid:visit_id>/vetoes/", visits.vetoes, name="round-visit-vetoes"),
    path("rounds/<uuid:round_id>/results/", results.results, name="round-results"),
    path("visits/", tasks.tasks, name="own-visits"),
    path("visits/<uuid:visit_id>/", tasks.task, name="own-visit"),
    path("visits/<uuid:visit_id>/way/", tasks.way, name="visit-way"),
    path("visits/<uuid:visit_id>/missed/", tasks.missed, name="visit-missed"),
]
