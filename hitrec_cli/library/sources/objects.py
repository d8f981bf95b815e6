"""Files in object stores: s3://bucket/key, gs://bucket/key, az://container/key, through obstore.

Who asks, and where, is told by the environment as everywhere (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, GOOGLE_…, AZURE_…);
an address has no secrets.
"""

from __future__ import annotations

import errno
import os
import re
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.sources.part import Part
from hitrec_cli.library.sources.rules import Rules, shown
from hitrec_cli.library.sources.source import Mark, Moved, Stopped

_ADDRESS = re.compile(r"(s3|gs|az)://([a-z0-9][a-z0-9._-]{1,62})/([^?#\x00-\x1f]+)")
_CHUNK = 4 << 20
_CREDENTIALS = "set the store's account and credentials in the environment (AWS_…, GOOGLE_…, AZURE_…)"
_OWN_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


class _Broken(Exception):
    """What came is not all."""


class ObjectStores:
    """Fetches from object stores. One for a whole pull; several threads may use it at once."""

    def __init__(self, rules: Rules, stop: threading.Event) -> None:
        try:
            import obstore  # noqa: F401
        except ImportError:
            raise MediaError("object stores need an extra: pip install 'hitrec[object-store]'") from None
        self._rules = rules
        self._stop = stop
        self._stores: dict[str, Any] = {}

    def close(self) -> None:
        """Drop connections."""
        self._stores.clear()

    def fetch(self, location: str, part: Part, moved: Moved, known: Mark | None = None) -> bool:
        """See `Source`. obstore repeats what fails by itself; what breaks off is gone on with while more comes."""
        found = _ADDRESS.fullmatch(location)
        if found is None:
            raise MediaError(f"{shown(location)} is no address of an object; write s3://bucket/key")
        end, failures, furthest = time.monotonic() + self._rules.total, 0, part.size
        while True:
            try:
                return self._get(found, part, moved, known, end)
            except (MediaError, Stopped):
                raise
            except Exception as error:  # obstore's have no common parent
                failures = 0 if part.size > furthest else failures + 1
                furthest = max(furthest, part.size)
                why = _why(error)
                if why or failures > self._rules.tries or time.monotonic() > end:
                    told = why or f"{_short(error)}; pull again later"
                    raise MediaError(f"{shown(location)}: {told}") from error
                if self._stop.wait(self._rules.pause * 2 ** max(0, failures - 1)):
                    raise Stopped from error

    def _get(self, found: re.Match[str], part: Part, moved: Moved, known: Mark | None, end: float) -> bool:
        import obstore
        from obstore.exceptions import NotModifiedError, PreconditionError

        if part.size and part.size == part.total:
            return True
        if part.size and not part.etag:
            part.restart()
        options: dict[str, Any] = {}
        if part.size:
            options = {"range": {"offset": part.size}, "if_match": part.etag}
        elif known is not None and known.etag:
            options = {"if_none_match": known.etag}
        try:
            answer = obstore.get(self._store(f"{found[1]}://{found[2]}"), unquote(found[3]), options=options)  # type: ignore[arg-type]
        except NotModifiedError:
            return False
        except PreconditionError:
            part.restart()
            raise
        meta: Any = answer.meta
        if not part.size:
            part.restart(meta["e_tag"] or "", "", meta["size"])
        if part.total > self._rules.largest:
            part.discard()
            raise MediaError(f"{shown(found[0])} has {meta['size']:,} bytes, which is over the limit of "
                             f"{self._rules.largest:,}; raise largest_file in hitrec.toml (or --largest)")  # fmt: skip
        for data in answer.stream(min_chunk_size=_CHUNK):
            part.append(bytes(data))
            moved(part.size, part.total)
            if self._stop.is_set():
                raise Stopped
            if time.monotonic() > end:
                raise _Broken(f"not complete after {self._rules.total:.0f} s")
        if part.size != part.total:
            raise _Broken(f"it ended after {part.size:,} of {part.total:,} bytes")
        return True

    def _store(self, bucket: str) -> Any:
        if bucket not in self._stores:
            from datetime import timedelta

            from obstore.store import from_url

            config: Any = {"skip_signature": True} if _nobody(bucket) else None
            options: Any = {
                "connect_timeout": f"{self._rules.connect:.0f}s", "timeout": f"{self._rules.total:.0f}s",
                "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true"),
            }  # fmt: skip
            retry: Any = {
                "max_retries": self._rules.tries,
                "retry_timeout": timedelta(seconds=60),
                "backoff": {"init_backoff": timedelta(seconds=self._rules.pause), "max_backoff": timedelta(seconds=15),
                            "base": 2},
            }  # fmt: skip
            try:
                self._stores[bucket] = from_url(bucket, config=config, client_options=options, retry_config=retry)
            except Exception as error:
                raise MediaError(f"{bucket}: {_short(error)}; {_CREDENTIALS}") from error
        return self._stores[bucket]


def _nobody(bucket: str) -> bool:
    """Whether the environment names nobody who asks: then the bucket is asked as anybody may."""
    names = {
        "s3": ("AWS_ACCESS_KEY_ID", "AWS_SKIP_SIGNATURE", "AWS_WEB_IDENTITY_TOKEN_FILE",
               "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
        "gs": ("GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_KEY", "GOOGLE_APPLICATION_CREDENTIALS"),
        "az": ("AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_SAS_KEY", "AZURE_CLIENT_ID", "AZURE_STORAGE_TOKEN"),
    }  # fmt: skip
    return not any(os.environ.get(name) for name in names[bucket[:2]])


def _why(error: Exception) -> str:
    """What will not change by asking again, with its remedy."""
    from obstore import exceptions

    if isinstance(error, exceptions.NotFoundError | FileNotFoundError):
        return "it is not there; correct the address, or ask whoever offers it"
    if isinstance(error, exceptions.PermissionDeniedError | exceptions.UnauthenticatedError):
        return f"it may not be read; {_CREDENTIALS}"
    if isinstance(error, OSError) and error.errno in _OWN_DISK:
        raise error
    return ""


def _short(error: Exception) -> str:
    """An error's first words, without addresses, which may be signed."""
    text = ""
    with suppress(Exception):
        text = re.sub(r"\S+://\S+", "…", " ".join(str(error).partition("Debug source")[0].split()))
    return text[:160] or type(error).__name__
