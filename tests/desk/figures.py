"""The page of a figure, as people read it."""

import re


def big(browser, address):
    """The value a figure's page shows."""
    response = browser.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return re.search(r"data-figure>([^<]+)<", response.content.decode()).group(1)
