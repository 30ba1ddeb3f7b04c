"""The cache in files adds and counts in whole steps, as Redis does."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.shared_files import SharedFileCache


@pytest.fixture
def cache(tmp_path):
    return SharedFileCache(str(tmp_path), {})


def count(folder: str) -> None:
    cache = SharedFileCache(folder, {})
    for _ in range(50):
        cache.incr("many")


def test_no_count_is_lost_between_processes(cache, tmp_path):
    cache.set("many", 0, timeout=None)
    processes = [
        multiprocessing.get_context("fork").Process(target=count, args=(str(tmp_path),)) for _ in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert cache.get("many") == 200


def test_one_of_many_adds(cache):
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: cache.add("once", 1), range(100))) == 1


def test_counting_keeps_the_time_at_which_it_ends(cache, time_machine):
    time_machine.move_to("2027-01-04 08:00+07:00")
    cache.set("short", 1, timeout=60)
    time_machine.shift(50)
    assert cache.incr("short") == 2
    assert cache.decr("short") == 1
    time_machine.shift(11)
    assert cache.get("short") is None
    with pytest.raises(ValueError, match="not found"):
        cache.incr("short")


def test_counting_what_is_not_there_says_so(cache):
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")
