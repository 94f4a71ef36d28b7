"""`make bench`: what the service costs, measured on a site of its own that is started for it and removed again.

Prints a table and writes `.data/bench.json`; exit code 1 when a goal is missed. BENCH=name runs one. Every timing
stands beside its limit, or beside a rival measured in the same run.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / ".data" / "bench.json"

ROUNDS = 5
SECONDS = 2.0
QUERIES_MOST = 12
REGIONS_SECONDS_MOST = 20
CACHED_SHARE_LEAST = 0.6
WEB_MEMORY_MOST = 250
MEGA = 1024 * 1024
REQUESTS_MOST = 10

# A query string that nothing knows: the page is made anew.
ANEW = "?segar=1"


@dataclass(frozen=True)
class Result:
    """One figure and whether it is as it should be."""

    name: str
    value: float
    unit: str
    goal: str
    holds: bool


@dataclass(frozen=True)
class Installation:
    """The site that is measured: its database is up, its first pages and the demo are loaded on demand."""

    environment: dict[str, str]

    def fill(self) -> None:
        """Load everything `make run` loads; a repetition changes nothing and takes a few seconds."""
        from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

        from deploy.run import prepare

        prepare(self.environment)
        # Another process collected the static files; this one may have read before that there are none.
        assert isinstance(staticfiles_storage, ManifestFilesMixin)
        staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()

    @contextmanager
    def serve(self) -> Iterator[int]:
        """Run web server and worker as `make run` does and yield the port."""
        from deploy.run import running_site, wait_until_ready

        port = int(self.environment["WEB_PORT"])
        with running_site(self.environment) as honcho:
            wait_until_ready(honcho, "127.0.0.1", port)
            yield port


# --- Benchmarks ----------------------------------------------------------------------------------------------------


def regions(installation: Installation) -> Iterator[Result]:
    """The regions of the country, into an empty table."""
    from izin.regions.models import Region
    from izin.regions.services import regions_load

    Region.objects.all().delete()
    begin = time.perf_counter()
    regions_load()
    seconds = time.perf_counter() - begin
    yield Result("regions: load", round(seconds, 2), "s", f"< {REGIONS_SECONDS_MOST}", seconds < REGIONS_SECONDS_MOST)


def catalogue(installation: Installation) -> Iterator[Result]:
    """A second load of the catalogue changes nothing."""
    from django.core.management import call_command

    call_command("load_catalogue", stdout=StringIO())
    output = StringIO()
    call_command("load_catalogue", stdout=output)
    changes = int(output.getvalue().splitlines()[-1].split()[0])
    yield Result("catalogue: changes of a second load", changes, "rows", "= 0", changes == 0)


def pages(installation: Installation) -> Iterator[Result]:
    """Pages made anew: the database is asked a fixed number of times."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    installation.fill()
    client = Client(HTTP_HOST="localhost")
    for name, path in (("home", "/"), ("syarat", "/syarat/"), ("syarat detail", largest_type_path())):
        client.get(path + ANEW)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path + ANEW)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        count = len(queries)
        yield Result(f"{name}: queries when made anew", count, "queries", f"<= {QUERIES_MOST}", count <= QUERIES_MOST)


def home(installation: Installation) -> Iterator[Result]:
    """The kept home page against a static file of the same size, and against itself made anew."""
    from django.conf import settings
    from django.test import Client

    installation.fill()
    size = len(Client(HTTP_HOST="localhost").get("/").content)
    # Not compressed, and found by the server when it starts.
    (Path(settings.STATIC_ROOT) / "bench.bin").write_bytes(os.urandom(size))
    paths = {"static": f"{settings.STATIC_URL}bench.bin", "kept": "/", "anew": "/" + ANEW}
    speeds: dict[str, list[float]] = {name: [] for name in paths}
    with installation.serve() as port:
        for path in paths.values():
            load(port, path)  # both processes have read their code and their pages
        for _round in range(ROUNDS):
            for name, path in paths.items():
                speeds[name].append(load(port, path))
    static, kept, anew = (statistics.median(speeds[name]) for name in paths)
    yield Result(
        f"home: kept page of {size} bytes",
        round(kept),
        "answers/s",
        f">= {CACHED_SHARE_LEAST} of a static file of that size ({static:.0f})",
        kept >= CACHED_SHARE_LEAST * static,
    )
    yield Result("home: kept page", round(kept / anew, 1), "times made anew", f"> 1 ({anew:.0f})", kept > anew)


def visits(installation: Installation) -> Iterator[Result]:
    """What somebody with an old phone and a slow line has to fetch before the first page is there (N2)."""
    from tests.benchmarks.visits import first_visit

    installation.fill()
    with installation.serve() as port:
        for name, path, kilobytes in (("home", "/", 100), ("syarat detail", largest_type_path(), 80)):
            visit = first_visit(f"http://localhost:{port}{path}")
            cost = round(visit.transferred / 1000, 1)
            yield Result(f"{name}: first visit", cost, "kB", f"<= {kilobytes}", cost <= kilobytes)
            if name == "home":
                few = visit.requests <= REQUESTS_MOST
                yield Result("home: first visit", visit.requests, "requests", f"<= {REQUESTS_MOST}", few)


def inbox(installation: Installation) -> Iterator[Result]:
    """The officers' lists with 10,000 open and 200,000 closed cases; plans go to `.data/bench-inbox.txt`."""
    from tests.benchmarks import office

    installation.fill()
    office.fill()
    plans = []
    for name, count, milliseconds, plan in office.measure():
        plans.append(f"== {name}: {count} queries, the slowest {milliseconds:.2f} ms\n{plan}\n")
        most, limit = office.QUERIES_MOST, office.MILLISECONDS_MOST
        yield Result(f"inbox, {name}: queries", count, "queries", f"<= {most}", count <= most)
        yield Result(
            f"inbox, {name}: slowest query", round(milliseconds, 2), "ms", f"< {limit:.0f}", milliseconds < limit
        )
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.with_name("bench-inbox.txt").write_text("\n".join(plans), encoding="utf-8")


def uploads(installation: Installation) -> Iterator[Result]:
    """Ten people send twenty documents of a megabyte each, all at the same time."""
    from tests.benchmarks import uploads as sending

    installation.fill()
    with installation.serve() as port, sending.watched(sending.web_workers(port)) as memory:
        kept, seconds = sending.upload_all(port)
    everything = sending.PEOPLE * sending.FILES_EACH
    most = memory.most / MEGA
    yield Result("uploads: documents kept", kept, f"of {everything}", f"= {everything}", kept == everything)
    yield Result(
        f"uploads: memory of a web process, {len(memory.highest)} of them",
        round(most),
        "MB",
        f"< {WEB_MEMORY_MOST}",
        0 < most < WEB_MEMORY_MOST,
    )
    yield Result("uploads: documents a second", round(kept / seconds, 1), "files/s", "> 0", kept > 0)


BENCHMARKS: dict[str, Callable[[Installation], Iterator[Result]]] = {
    "regions": regions,
    "catalogue": catalogue,
    "pages": pages,
    "home": home,
    "visits": visits,
    "inbox": inbox,
    "uploads": uploads,
}


# --- Running them --------------------------------------------------------------------------------------------------


def load(port: int, path: str) -> float:
    """Return the answers per second that a process of its own gets."""
    command = [sys.executable, "-m", "tests.benchmarks.loader", str(port), path, str(SECONDS)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


@contextmanager
def installation() -> Iterator[Installation]:
    """Yield an empty installation in a folder of its own; never touches the one of `make run` nor DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="izin-bench-") as folder:
        os.environ.update(DATA_DIR=folder, DATABASE_URL="", DJANGO_SETTINGS_MODULE="config.settings.dev", DEBUG="0")
        import django

        from deploy.run import child_environment, database_url

        with database_url() as url:
            os.environ["DATABASE_URL"] = url
            django.setup()
            from django.core.management import call_command
            from django.db import connections

            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            try:
                yield Installation(child_environment("127.0.0.1", free_port(), url))
            finally:
                connections.close_all()


def largest_type_path() -> str:
    """Return where the type with the most requirements is shown."""
    from izin.catalog.selectors import permit_type_list

    largest = max(permit_type_list(), key=lambda permit_type: permit_type.requirements.count())
    return f"/syarat/{largest.sector.code}/{largest.slug}/"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Measure, print and write; return 1 when a goal is missed, 2 when there is no such benchmark."""
    wanted = os.environ.get("BENCH", "")
    if wanted and wanted not in BENCHMARKS:
        print(f"BENCH={wanted}: there are {', '.join(BENCHMARKS)}.", file=sys.stderr)  # noqa: T201
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the server is stopped then, too
    with installation() as site:
        results = [
            result for name, benchmark in BENCHMARKS.items() if wanted in ("", name) for result in benchmark(site)
        ]
    for result in results:
        mark = "ok  " if result.holds else "MISS"
        print(f"{mark}  {result.name:<40} {result.value:>9} {result.unit:<16} {result.goal}")  # noqa: T201
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps([asdict(result) for result in results], indent=2) + "\n", encoding="utf-8")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
