"""A thousand wrong passwords on one account, and an office full of honest people behind the same address."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlencode, urlsplit

import pytest

from people.limits import STRANGERS
from people.models import User
from tests.factories.people import PASSWORD, UserFactory

WRONG, HONEST = 1_000, 200
LOGIN = "/akun/login/"


class Browser:
    """A browser with its own cookies, over real HTTP."""

    def __init__(self, address: str) -> None:
        self.connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, form and urlencode(form), headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, answer.read().decode()

    def sign_in(self, name: str, password: str) -> tuple[bool, str]:
        """Whether it got in, and what it read otherwise."""
        if "csrftoken" not in self.cookies:
            self.ask("GET", LOGIN)
        form = {"login": name, "password": password, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        status, html = self.ask("POST", LOGIN, form)
        return status == 302, html


@pytest.fixture
def office(live_server):
    """The attacked account and its neighbours."""
    siti = UserFactory(username="siti")
    User.objects.bulk_create(
        User(username=f"kader{number}", password=siti.password) for number in range(HONEST)
    )
    return live_server.url


def test_the_account_slows_down_and_the_neighbours_get_in(office, capsys, time_machine):
    time_machine.move_to("2027-01-04 08:00+07:00")  # a window of the limits begins
    numbers = iter(count())
    looked_at, told_to_wait = [], []

    def attack(share: int) -> None:
        browser = Browser(office)
        for _ in range(share):
            got_in, html = browser.sign_in("siti", f"salah-{next(numbers)}")
            assert not got_in
            (told_to_wait if re.search(r"Tunggu \d menit", html) else looked_at).append(1)

    def honest(number: int) -> float:
        began = time.perf_counter()
        got_in, html = Browser(office).sign_in(f"kader{number}", PASSWORD)
        assert got_in, html
        return time.perf_counter() - began

    siti_at_home = Browser(office)
    assert siti_at_home.sign_in("siti", PASSWORD)[0]
    siti_at_home.ask("POST", "/akun/logout/", {"csrfmiddlewaretoken": siti_at_home.cookies["csrftoken"]})

    began = time.perf_counter()
    with ThreadPoolExecutor(5) as pool:
        attacks = [pool.submit(attack, WRONG // 2) for _ in range(2)]
        waits = list(pool.map(honest, range(HONEST)))
        for done in attacks:
            done.result()
    seconds = time.perf_counter() - began

    with capsys.disabled():
        print(  # noqa: T201
            f"\n{WRONG} wrong passwords on one account: {len(looked_at)} looked at, {len(told_to_wait)} told "
            f"to wait. {HONEST} honest sign-ins behind the same address: {len(waits)} got in, the slowest "
            f"after {max(waits):.2f} s. Together {seconds:.0f} s."
        )
    assert len(looked_at) == STRANGERS.most
    assert len(told_to_wait) == WRONG - STRANGERS.most
    assert len(waits) == HONEST
    assert not Browser(office).sign_in("siti", PASSWORD)[0]
    assert siti_at_home.sign_in("siti", PASSWORD)[0], "on her own device she is not shut out"
