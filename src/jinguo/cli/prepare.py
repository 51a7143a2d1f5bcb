"""What most commands need first: the server, the schema, the keys, the static files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from jinguo.cli import language, reaching
from jinguo.config.environment import environment
from jinguo.core import crypto, postgres


def prepare(*, static: bool = False) -> None:
    """
    Make this installation ready: start the embedded server, bring the schema up to date, make keys.

    What is ready already costs a second. ``static`` also collects the static files.

    :raises ServerError: the embedded server does not start, or the named one is not fit
    """
    start_server()
    language.set_up()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    crypto.create_ring()
    if static:
        collect_static()


def start_server() -> None:
    """
    Start the embedded server and make its database; another server that is named must be fit.

    :raises ServerError: the embedded server does not start, or the named one is not fit
    """
    if environment.is_embedded:
        postgres.start(environment.cluster)
        postgres.ensure_database(environment.cluster, environment.database)
    else:
        reaching.check_server(environment.django_database())


def collect_static() -> None:
    """Collect the static files when a bundle changed since the last time."""
    build = Path(__file__).parents[1] / "static"
    files = sorted(path for path in build.glob("**/*") if path.is_file())
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / "jinguo.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)
