from django.urls import path

from jinguo.desk.points import accounts, exports, lists, printing, stores

urlpatterns = [
    path("points/", lists.points, name="points"),
    path("points/export/", exports.export_points, name="export-points"),
    path("points/<str:code>/record/", lists.record, name="record-points"),
    path("points/<str:code>/store/", stores.store, name="store"),
    path("points/<str:code>/store/handed-over/", printing.day, name="print-hand-overs"),
    path("points/<str:code>/store/export/", exports.export_goods, name="export-goods"),
    path("points/goods/<uuid:good_id>/", stores.good, name="good"),
    path("points/goods/<uuid:good_id>/<str:verb>/", stores.act, name="good-act"),
    path("points/households/<uuid:household_id>/", accounts.account, name="account-points"),
    path(
        "points/households/<uuid:household_id>/hand-over/",
        accounts.hand_over,
        name="hand-goods-over",
    ),
    path("points/entries/<uuid:entry_id>/slip/", printing.slip, name="print-slip"),
    path("points/entries/<uuid:entry_id>/take-back/", accounts.take_back, name="take-points-back"),
]
