from django.urls import path

from jinguo.desk.assess import (
    acts,
    area_levels,
    exports,
    inspections,
    lasting,
    ledgers,
    lists,
    photos,
    plaques,
    printings,
    records,
    sheets,
    taking_back,
)

urlpatterns = [
    path("courtyards/", lists.courtyards, name="courtyards"),
    path("courtyards/apply/", acts.apply, name="apply"),
    path("courtyards/take-back/", taking_back.take_back, name="take-back-act"),
    path("courtyards/export/", exports.export_courtyards, name="export-courtyards"),
    path("courtyards/score-sheets/", sheets.score_sheets, name="score-sheets"),
    path("courtyards/plaques/", plaques.print_plaques, name="print-plaques"),
    path("courtyards/certificates/", plaques.print_certificates, name="print-certificates"),
    path(
        "courtyards/recognitions/<uuid:recognition_id>/plaque/", plaques.plaque, name="print-plaque"
    ),
    path("courtyards/plaques/<uuid:printing_id>/", printings.printing, name="printing"),
    path(
        "courtyards/plaques/<uuid:printing_id>/files/",
        printings.printed_plaques,
        name="printed-plaques",
    ),
    path(
        "courtyards/plaques/<uuid:printing_id>/files/<uuid:file_id>/",
        printings.printed_file,
        name="printed-file",
    ),
    path(
        "courtyards/recognitions/<uuid:recognition_id>/certificate/",
        plaques.certificate,
        name="certificate",
    ),
    path("courtyards/areas/", area_levels.area_levels, name="area-levels"),
    path("courtyards/areas/export/", area_levels.export_area_levels, name="export-area-levels"),
    path("courtyards/areas/<str:verb>/", area_levels.area_level_act, name="area-level-act"),
    path("courtyards/inspections/", inspections.inspection_plans, name="inspection-plans"),
    path("courtyards/inspections/draw/", inspections.draw_inspections, name="draw-inspections"),
    path(
        "courtyards/inspections/<uuid:plan_id>/",
        inspections.inspection_plan,
        name="inspection-plan",
    ),
    path(
        "courtyards/inspections/<uuid:plan_id>/export/",
        inspections.export_inspection_plan,
        name="export-inspection-plan",
    ),
    path("courtyards/ledgers/<str:name>/", ledgers.ledger, name="ledger"),
    path("courtyards/ledgers/<str:name>/export/", ledgers.export_ledger, name="export-ledger"),
    path("courtyards/lasting/", lasting.retention, name="retention"),
    path("courtyards/gaps/", lasting.gaps, name="gaps"),
    path("courtyards/act/<str:of>/<str:verb>/", acts.act, name="act"),
    path("courtyards/applications/<uuid:application_id>/", records.application, name="application"),
    path("courtyards/applications/<uuid:application_id>/score/", sheets.score, name="score"),
    path("courtyards/recognitions/<uuid:recognition_id>/", records.recognition, name="recognition"),
    path("courtyards/recognitions/<uuid:recognition_id>/inspect/", sheets.inspect, name="inspect"),
    path(
        "courtyards/recognitions/<uuid:recognition_id>/faults/<uuid:fault_id>/put-right/",
        acts.put_right,
        name="put-right",
    ),
    path("courtyards/<str:of>/<uuid:thing_id>/photos/", photos.add, name="add-photos"),
    path("courtyards/photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path("courtyards/photos/<uuid:photo_id>/picture/", photos.picture, name="picture"),
    path("courtyards/photos/<uuid:photo_id>/thumbnail/", photos.thumbnail, name="thumbnail"),
]
