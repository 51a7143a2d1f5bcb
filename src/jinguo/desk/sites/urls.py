from django.urls import path

from jinguo.desk.sites import acts, doors, exports, lists, noticing, pictures, proposing, records

urlpatterns = [
    path("sites/", lists.sites, name="sites"),
    path("sites/propose/", proposing.propose, name="propose-site"),
    path("sites/quiet/", lists.quiet, name="quiet-sites"),
    path("sites/quiet/export/", exports.export_quiet_sites, name="export-quiet-sites"),
    path("sites/export/", exports.export_sites, name="export-sites"),
    path("sites/<uuid:site_id>/", records.site, name="site"),
    path("sites/<uuid:site_id>/change/", proposing.change, name="change-site"),
    path("sites/<uuid:site_id>/checklist/", acts.check, name="check-site"),
    path("sites/<uuid:site_id>/notice/", noticing.draft, name="draft-site-notice"),
    path("sites/<uuid:site_id>/door.svg", doors.door_code, name="site-door-code"),
    path("sites/<uuid:site_id>/door.pdf", doors.door_sheet, name="site-door-sheet"),
    path("sites/<uuid:site_id>/pictures/", pictures.add, name="add-site-picture"),
    path("sites/pictures/<uuid:picture_id>/", pictures.picture, name="site-picture"),
    path(
        "sites/pictures/<uuid:picture_id>/picture/",
        pictures.picture_file,
        name="site-picture-file",
    ),
    path("sites/pictures/<uuid:picture_id>/thumbnail/", pictures.thumbnail, name="site-thumbnail"),
    path("sites/<uuid:site_id>/act/<str:verb>/", acts.act, name="site-act"),
    path("sites/log/<uuid:line_id>/<str:verb>/", acts.act_on_line, name="site-line-act"),
    path("sites/people/<uuid:keeper_id>/end/", acts.end_post, name="end-site-post"),
]
