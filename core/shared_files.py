"""The cache in files, with whole steps: what several processes add or count at once is counted once each."""

import fcntl
import os
import pickle
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache.backends.filebased import FileBasedCache


class SharedFileCache(FileBasedCache):
    """Django's file cache adds and counts in two steps; here each is one, as in Redis.

    Limits, locks and codes that work once stand on that.
    """

    _dir: str

    @contextmanager
    def _alone(self) -> Iterator[None]:
        os.makedirs(self._dir, 0o700, exist_ok=True)
        descriptor = os.open(os.path.join(self._dir, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def add(self, *args, **kwargs):
        with self._alone():
            return super().add(*args, **kwargs)

    def incr(self, key, delta=1, version=None):
        """Count on; the key still goes at the time it was given first. Unknown key: ``ValueError``."""
        with self._alone():
            try:
                with open(self._key_to_file(key, version), "rb") as file:
                    expires = pickle.load(file)  # noqa: S301 - written by the class above
                    value = pickle.loads(zlib.decompress(file.read())) + delta  # noqa: S301
            except FileNotFoundError:
                raise ValueError(f"Key '{key}' not found") from None
            left = None if expires is None else expires - time.time()
            if left is not None and left <= 0:
                raise ValueError(f"Key '{key}' not found")
            self.set(key, value, timeout=left, version=version)
            return value
