"""The addresses of the workbench."""

from django.urls import include, path

from jinguo.desk.audit import views as audit
from jinguo.desk.home import views as home
from jinguo.desk.plan import views as plan

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("plan/<str:key>/", plan.line, name="plan-line"),
    path("programmes/<str:key>/", plan.programme, name="programme"),
    path("audit/", audit.trail, name="audit"),
    path("audit/alerts/", audit.alerts_page, name="alerts"),
    path("audit/alerts/export/", audit.export_alerts_shown, name="export-alerts"),
    path("audit/export/", audit.export, name="export-audit"),
    path("audit/pack/", audit.pack, name="audit-pack"),
    path("audit/pack/take/", audit.take_pack, name="take-audit-pack"),
    path("audit/sheet/", audit.sheet, name="audit-sheet"),
    path("audit/verify/", audit.verify, name="verify-audit"),
    path("", include("jinguo.desk.news.urls")),
    path("", include("jinguo.desk.saved.urls")),
    path("", include("jinguo.desk.accounts.urls")),
    path("", include("jinguo.desk.figures.urls")),
    path("", include("jinguo.desk.people.urls")),
    path("", include("jinguo.desk.requests.urls")),
    path("", include("jinguo.desk.erasures.urls")),
    path("", include("jinguo.desk.points.urls")),
    path("", include("jinguo.desk.sites.urls")),
    path("", include("jinguo.desk.members.urls")),
    path("", include("jinguo.desk.activities.urls")),
    path("", include("jinguo.desk.assess.urls")),
    path("", include("jinguo.desk.assess.rounds.urls")),
    path("", include("jinguo.desk.notices.urls")),
    path("", include("jinguo.desk.messages.urls")),
    path("", include("jinguo.desk.reports.urls")),
    path("", include("jinguo.desk.exchange.urls")),
]
