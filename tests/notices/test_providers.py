"""The providers ask as their documents say, and tell what certainly went out from what perhaps did."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from uuid import UUID

import pytest

from jinguo.notices.messages.providers import NotSent, Outgoing, PerhapsSent, Sent, recorded
from jinguo.notices.messages.providers.aliyun import AliyunSms
from jinguo.notices.messages.providers.local import Console
from jinguo.notices.messages.providers.mail import Mail
from jinguo.notices.messages.providers.wechat import OfficialAccount
from tests.notices import servers

OUTGOING = Outgoing(
    key=UUID(int=5), template="enrolled", title="报名成功", text="您已报名“茶艺体验”。",
    values={"activity": "茶艺体验", "starts": "6月20日 9:00"}, address="13800001234",
    is_sensitive=False,
)  # fmt: skip
CLOSED = "http://127.0.0.1:9"  # discard: nobody listens


@pytest.fixture
def web():
    with servers.web() as server:
        yield server


@pytest.fixture
def post(settings):
    with servers.mail() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_SSL = False
        yield server


def sms(address: str, **given) -> AliyunSms:
    values = {
        "endpoint": address, "key_id": "key", "key_secret": "secret", "sign": "新区通知",
        "neutral_sign": "", "templates": {"enrolled": "SMS_1"},
    }  # fmt: skip
    return AliyunSms(**{**values, **given})


def wechat(address: str) -> OfficialAccount:
    known = {"enrolled": {"id": "T1", "activity": "thing1", "starts": "time2"}}
    return OfficialAccount(endpoint=address, app_id="app", secret="secret", templates=known)


def mailer(**given) -> Mail:
    return Mail(**{"sender": "通知 <post@example.org>", "neutral_sender": "", **given})


def test_the_signature_of_aliyun_is_that_of_its_own_example():
    # https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
    provider = sms("https://ecs.cn-shanghai.aliyuncs.com",
                   key_id="YourAccessKeyId", key_secret="YourAccessKeySecret")  # fmt: skip
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }

    signed = provider._authorization(query, headers)

    assert signed == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_a_text_message_is_asked_for_by_template_and_values(web):
    web.answers = [{"Code": "OK", "BizId": "9006"}]

    assert sms(web.address).send(OUTGOING) == Sent("9006")

    [asked] = web.asked
    assert asked.headers["x-acs-action"] == "SendSms"
    assert asked.query["PhoneNumbers"] == OUTGOING.address
    assert (asked.query["SignName"], asked.query["TemplateCode"]) == ("新区通知", "SMS_1")
    assert json.loads(asked.query["TemplateParam"]) == OUTGOING.values
    assert re.fullmatch(
        r"ACS3-HMAC-SHA256 Credential=key,SignedHeaders=\S+,Signature=[0-9a-f]{64}",
        asked.headers["authorization"],
    )


@pytest.mark.parametrize(
    "answer, outcome",
    [
        ({"Code": "isv.MOBILE_NUMBER_ILLEGAL"}, NotSent("isv.MOBILE_NUMBER_ILLEGAL", False)),
        ({"Code": "isv.BUSINESS_LIMIT_CONTROL"}, NotSent("isv.BUSINESS_LIMIT_CONTROL", True)),
        ({"Code": "isp.SYSTEM_ERROR"}, NotSent("isp.SYSTEM_ERROR", True)),
        ({"Code": "Throttling.User"}, NotSent("Throttling.User", True)),
        (None, PerhapsSent("no-answer")),
    ],
)
def test_what_aliyun_answers_decides_whether_it_is_tried_again(web, answer, outcome):
    web.answers = [answer]

    assert sms(web.address).send(OUTGOING) == outcome


@pytest.mark.parametrize("make", [sms, wechat])
def test_where_nobody_listens_nothing_was_sent(make):
    assert make(CLOSED).send(OUTGOING) == NotSent("not-reached", may_retry=True)


@pytest.mark.parametrize(
    "status, standing",
    [(1, None), (3, Sent("9006")), (2, NotSent("MK:0001", may_retry=False))],
)
def test_aliyun_is_asked_what_became_of_a_message(web, status, standing):
    detail = {"SendStatus": status, "ErrCode": "MK:0001"}
    web.answers = [{"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": [detail]}}]

    assert sms(web.address).ask("9006", OUTGOING.address, date(2020, 6, 15)) == standing

    assert web.asked[0].query["SendDate"] == "20200615"


@pytest.mark.parametrize(
    "provider, is_sensitive, refusal",
    [
        (sms(CLOSED), False, ""),
        (sms(CLOSED, templates={}), False, "no-provider-template"),
        (sms(CLOSED), True, "shows-sender"),
        (sms(CLOSED, neutral_sign="温馨提示"), True, ""),
        (wechat(CLOSED), False, ""),
        (wechat(CLOSED), True, "shows-sender"),
        (mailer(), False, ""),
        (mailer(), True, "shows-sender"),
        (mailer(neutral_sender="a@example.org"), True, ""),
    ],
)
def test_a_sensitive_message_never_shows_from_whom_it_is(provider, is_sensitive, refusal):
    assert provider.refusal(replace(OUTGOING, is_sensitive=is_sensitive)) == refusal


def test_a_sensitive_text_message_bears_the_neutral_sign(web):
    web.answers = [{"Code": "OK", "BizId": "1"}]

    sms(web.address, neutral_sign="温馨提示").send(replace(OUTGOING, is_sensitive=True))

    assert web.asked[0].query["SignName"] == "温馨提示"


def test_wechat_gets_keywords_and_a_key_by_which_it_knows_repeats(web):
    web.answers = [
        {"access_token": "T", "expires_in": 7200}, {"errcode": 0, "msgid": 77},
        {"errcode": 0, "msgid": 78},
    ]  # fmt: skip
    provider = wechat(web.address)

    assert provider.send(OUTGOING) == Sent("77")
    assert provider.send(OUTGOING) == Sent("78")

    assert [asked.path.partition("?")[0] for asked in web.asked] == [
        "/cgi-bin/stable_token", "/cgi-bin/message/template/send",
        "/cgi-bin/message/template/send",
    ]  # fmt: skip
    sent = json.loads(web.asked[1].body)
    assert sent["client_msg_id"] == str(OUTGOING.key)
    assert sent["data"] == {
        "thing1": {"value": "茶艺体验"}, "time2": {"value": "6月20日 9:00"},
    }  # fmt: skip
    assert provider.repeats_known_for == timedelta(minutes=10)


def test_a_token_wechat_takes_back_is_asked_for_anew(web):
    token = {"access_token": "T", "expires_in": 7200}
    web.answers = [token, {"errcode": 40001}, token, {"errcode": 0, "msgid": 1}]

    assert wechat(web.address).send(OUTGOING) == Sent("1")


@pytest.mark.parametrize(
    "answers, outcome",
    [
        ([{"errcode": 40013}], NotSent("wechat-40013", may_retry=True)),
        ([None], NotSent("not-reached", may_retry=True)),
        ([{"access_token": "T", "expires_in": 9}, None], PerhapsSent("no-answer")),
        (
            [{"access_token": "T", "expires_in": 9}, {"errcode": 43004}],
            NotSent("wechat-43004", False),
        ),
        ([{"access_token": "T", "expires_in": 9}, {"errcode": -1}], NotSent("wechat--1", True)),
    ],
)
def test_what_wechat_answers_decides_whether_it_is_tried_again(web, answers, outcome):
    web.answers = list(answers)

    assert wechat(web.address).send(OUTGOING) == outcome


def test_a_mail_arrives_at_a_real_server_as_it_was_written(post):
    outgoing = replace(OUTGOING, address="lin@example.org")

    sent = mailer().send(outgoing)

    [text] = post.mails
    mail = message_from_bytes(text)
    assert sent == Sent(f"<{outgoing.key}@example.org>") and mail["Message-ID"] == sent.provider_id
    assert str(make_header(decode_header(mail["Subject"]))) == "报名成功"
    assert mail["To"] == "lin@example.org" and "post@example.org" in mail["From"]
    assert mail.get_payload(decode=True).decode().strip() == outgoing.text


@pytest.mark.parametrize(
    "answers, outcome",
    [
        ({"RCPT": "550 nobody"}, NotSent("smtp-550", may_retry=False)),
        ({"RCPT": "450 later"}, NotSent("smtp-450", may_retry=True)),
        ({"MAIL": "421 busy"}, NotSent("smtp-421", may_retry=True)),
        ({"DATA": "554 no"}, NotSent("smtp-554", may_retry=False)),
        ({"DATA": ""}, PerhapsSent("no-answer")),
    ],
)
def test_what_the_mail_server_answers_decides_whether_it_is_tried_again(post, answers, outcome):
    post.answers = answers

    assert mailer().send(replace(OUTGOING, address="lin@example.org")) == outcome


def test_a_mail_server_that_is_not_there_got_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", 9, False

    assert mailer().send(OUTGOING) == NotSent("not-reached", may_retry=True)


def test_the_console_prints_the_text_and_masks_the_number(capsys):
    Console().send(OUTGOING)

    said = capsys.readouterr().out
    assert OUTGOING.text in said and "●●●●1234" in said and OUTGOING.address not in said


def test_what_is_recorded_can_be_read_by_another_process(settings, tmp_path):
    settings.JINGUO_VAR = tmp_path

    recorded().send(OUTGOING)

    [line] = recorded().messages()
    assert (line["address"], line["text"]) == (OUTGOING.address, OUTGOING.text)
    assert recorded().file.stat().st_mode & 0o077 == 0
