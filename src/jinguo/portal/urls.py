"""The public addresses. What is printed on plaques leads here, so these never change."""

from django.urls import include, path

from jinguo.portal import settings, views
from jinguo.portal.accounts import sign_in
from jinguo.portal.blocked import blocked
from jinguo.portal.honours import views as honours
from jinguo.portal.me import (
    appointments,
    consents,
    contact,
    family,
    messages,
    phone,
    points,
    requests,
    stage,
    volunteering,
)
from jinguo.portal.me import views as me
from jinguo.portal.members import views as members
from jinguo.portal.notices import views as notices
from jinguo.portal.privacy import views as privacy
from jinguo.portal.rounds import views as rounds

app_name = "portal"

urlpatterns = [
    path("", include("jinguo.portal.activities.urls")),
    path("", include("jinguo.portal.bookings.urls")),
    path("", include("jinguo.portal.sites.urls")),
    path("v/<str:code>", views.plaque, name="plaque"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<uuid:round_id>/", rounds.round_page, name="round"),
    path("language/", settings.language, name="language"),
    path("large-type/", settings.large_type, name="large-type"),
    path("blocked/", blocked, name="blocked"),
    path("leave/", settings.leave, name="leave"),
    path("me/", me.me, name="me"),
    path("me/messages/", messages.inbox, name="messages"),
    path("me/profile/", me.profile, name="profile"),
    path("me/family/", family.family, name="family"),
    path("me/family/<uuid:guardianship_id>/end/", family.end_guardianship, name="end-guardianship"),
    path("me/consents/", consents.consents, name="consents"),
    path("me/consents/<uuid:person_id>/<slug:key>/", consents.give, name="give-consent"),
    path("me/consents/<uuid:consent_id>/", consents.withdraw, name="withdraw-consent"),
    path("me/contact/", contact.contact, name="contact"),
    path("me/contact/<slug:purpose>/", contact.confirm, name="confirm-contact"),
    path("me/phone/", phone.phone, name="phone"),
    path("me/phone/code/", phone.code, name="phone-code"),
    path("me/phone/code/again/", phone.another_code, name="another-phone-code"),
    path("me/stage/", stage.stage, name="stage"),
    path("me/stage/forget/", stage.forget, name="forget-stage"),
    path("me/points/", points.points, name="points"),
    path("me/volunteering/", volunteering.volunteering, name="volunteering"),
    path("me/appointments/", appointments.appointments, name="appointments"),
    path("me/appointments/<uuid:appointment_id>/letter/", appointments.letter, name="letter"),
    path("me/requests/", requests.requests, name="requests"),
    path("me/requests/<uuid:request_id>/", requests.withdraw, name="withdraw-request"),
    path("me/copy.<str:form>", requests.copy, name="copy"),
    path("associations/", members.associations, name="associations"),
    path("associations/<uuid:body_id>/", members.association, name="association"),
    path("honours/", honours.honours, name="honours"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("me/sign-in/", sign_in.sign_in, name="sign-in"),
    path("me/sign-in/code/", sign_in.code, name="code"),
    path("me/sign-in/code/again/", sign_in.another_code, name="another-code"),
    path("me/join/", sign_in.join, name="join"),
    path("me/sign-out/", sign_in.sign_out, name="sign-out"),
]
