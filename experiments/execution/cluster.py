"""Batches over a Dask scheduler, on any number of machines. The only door to distributed.

The scheduler hands out batches and hears how many runs were done; results go by a disk that all workers share. What
distributed does twice (a worker that dies, a result lost with it) is published under the same name with the same rows.
"""

import contextlib
import hashlib
import os
import pickle
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samenhang.model import Run
from samenhang.model.language import _
from samenhang.model.mistakes import InputError
from samenhang.model.run import canonical, code_digest

from .tally import Heard, Tally, Work

PATIENCE = 20.0  # seconds in which a scheduler must answer

type Batch = list[Run]


class ClusterError(InputError):
    """A scheduler or worker that cannot do what is asked."""


def there(asked: bytes, design: Path, code: str) -> Tally:
    """A batch on a worker, which must run the same code and see the same folder. Sealed, so that only workers open it.

    Raises:
        ClusterError: it does not.
    """
    who = f"{platform.node()} ({os.getpid()})"
    if code_digest() != code:
        raise ClusterError([_("{worker}: runs another version of the model; install the same one on every worker").format(worker=who)])  # fmt: skip
    if not design.is_file():
        raise ClusterError([_("{worker}: does not see {file}; results go by a disk that all workers share").format(worker=who, file=design)])  # fmt: skip
    work, batch = pickle.loads(asked)  # noqa: S301 -- from our own client
    return work(batch)


@contextlib.contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at an address.

    Raises:
        ClusterError: distributed is not installed, or there is no scheduler.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError([_('--scheduler: distributed is not installed; pip install "samenhang[cluster]"')]) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError([_("--scheduler {address}: there is no scheduler: {why}").format(address=address, why=error)]) from None  # fmt: skip
    with client:
        yield client


def doubts(client: Any) -> list[str]:
    """What a person should know of a cluster before a batch begins, as sentences."""
    found = []
    if not (workers := client.scheduler_info(n_workers=-1)["workers"]):
        found.append(_("the scheduler has no workers yet; the batch begins when there is one"))
    if any(w["nthreads"] > 1 for w in workers.values()):
        found.append(_("a worker has more than one thread, which is slower: start workers with --nthreads 1"))
    if client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.WORKER_SATURATION) > 1:
        found.append(_("worker-saturation is above 1.0, so a run that kills its worker can take another with it"))
    return found


def spread(client: Any, batches: list[Batch], work: Work, folder: Path, heard: Heard, attempt: int = 0) -> tuple[list[Batch], list[Batch]]:  # fmt: skip
    """The batches over whatever workers there are, until all are done or `heard` has heard enough.

    Gives (batches whose workers died again and again, those not done). A later attempt needs another number: under the
    same name the scheduler would hand back what became of the first.

    Raises:
        ClusterError: a worker refuses, or the scheduler has gone.
    """
    from distributed import CancelledError, KilledWorker, as_completed
    from distributed.comm.core import CommClosedError

    told: dict[str, Any] = {"design": folder.resolve() / "design.parquet", "code": code_digest(), "pure": True}
    futures = {
        client.submit(there, pickle.dumps((work, b)), key=_key(b, folder, work, attempt), **told): b for b in batches
    }
    lost, left = [], dict(futures)
    try:
        for future in as_completed(list(futures), loop=client.loop):  # type: ignore[no-untyped-call]
            try:  # never by its status: what was lost with its worker is pending again
                tally = future.result()
            except KilledWorker:
                lost.append(left.pop(future))
                continue
            del left[future]
            if not heard(tally):
                break
    except (CancelledError, CommClosedError, TimeoutError) as error:
        raise ClusterError([_("the scheduler has gone: {why}; what was finished is kept, and the same command goes on from there").format(why=type(error).__name__)]) from None  # fmt: skip
    finally:
        with contextlib.suppress(Exception):  # the scheduler may have gone
            client.cancel(list(left))
    return lost, list(left.values())


def _key(batch: Batch, folder: Path, work: Work, attempt: int = 0) -> str:
    """Names a task by what it does: asked by two commands at once, it is done once."""
    kept = getattr(work, "keywords", {})
    asked = [[r.id for r in batch], str(folder.resolve()), {k: str(v) for k, v in kept.items()}, attempt]
    return f"samenhang-{hashlib.sha256(canonical(asked).encode()).hexdigest()[:32]}"
