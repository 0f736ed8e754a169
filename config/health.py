"""For load balancers and monitors: is the process alive, and can it do its work?"""

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.routers import failed, readers


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing else."""
    return _plain("ok")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when a database for visitors answers and holds every migration, else 503."""
    for database in readers(request):
        try:
            executor = MigrationExecutor(connections[database])
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            failed(database)
            continue
        return _plain("migrations missing", status=503) if waiting else _plain("ok")
    return _plain("database unavailable", status=503)


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")
