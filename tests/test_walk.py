"""The walk in a browser leaves no page out: each route is opened there, or says what it sends instead."""

from jinguo.desk.middleware import OPEN, OWN
from tests.desk.answers import ANSWERS, PAGE
from tests.desk.test_access import routes
from tests.desk.who_may import TABLE
from tests.journeys.walk import FURTHER, NO_PAGE, PORTAL, STEPS
from tests.portal import test_access as portal

BY_POST_ALONE = 405


def by_get():
    """Every route of the workbench, the public site and the way in that opens by GET."""
    answers = {f"desk:{name}": ANSWERS.get(name, PAGE)[0] for name in TABLE}
    answers |= {f"portal:{name}": one for name, one in (portal.PUBLIC | portal.OWN).items()}
    known = {name for name, _entry in routes()}
    ours = {name for name in known if name.startswith(("desk:", "portal:"))} | (OPEN | OWN) & known
    return {name for name in ours if answers.get(name) != BY_POST_ALONE}


def opened():
    """Every route the walk opens."""
    plain = {
        f"desk:{name}"
        for name, (may, _elsewhere) in TABLE.items()
        if may and ANSWERS.get(name, PAGE)[0] == 200 and f"desk:{name}" not in NO_PAGE
    }
    return plain | FURTHER | STEPS | set(PORTAL["public"]) | set(PORTAL["own"])


def test_every_page_is_walked_in_a_browser():
    assert opened() | set(NO_PAGE) == by_get()


def test_what_shows_no_page_is_not_walked():
    assert opened() & set(NO_PAGE) == set()
