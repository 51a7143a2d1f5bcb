"""A live room in a browser that cannot play a stream in pieces by itself: the script fetches them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.make import activities

STREAM = "https://live.example/room/1.m3u8"
LIST = """#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:4
#EXTINF:4.0,
piece-1.ts
#EXT-X-ENDLIST
"""
WITHOUT_STREAMS = "HTMLMediaElement.prototype.canPlayType = () => ''"


@pytest.mark.slow
def test_nothing_is_fetched_until_she_presses_play_and_then_the_pieces_are(committed, window):
    now = timezone.now()
    starts_at = now - timedelta(minutes=5)
    activity = activities.activity(
        now=now - timedelta(days=1), closes_at=starts_at,
        sessions=[activities.meeting(starts_at, stream_url=STREAM)],
    )  # fmt: skip
    asked = []

    def answer(route):
        asked.append((route.request.resource_type, route.request.url.rpartition("/")[2]))
        is_list = route.request.url == STREAM
        route.fulfill(
            body=LIST if is_list else b"",
            content_type="application/vnd.apple.mpegurl" if is_list else "video/mp2t",
            headers={"Access-Control-Allow-Origin": "*"},
        )

    page = window(width=390)
    page.add_init_script(WITHOUT_STREAMS)
    page.route("https://live.example/**", answer)
    page.goto(f"/a/{activity.code}/live/1/")
    page.wait_for_load_state("networkidle")
    assert asked == []

    with page.expect_request("**/piece-1.ts"):
        page.locator("video").evaluate("video => void video.play().catch(() => undefined)")

    page.goto("/")
    assert ("xhr", "1.m3u8") in asked and ("xhr", "piece-1.ts") in asked
