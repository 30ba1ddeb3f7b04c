"""The ordered checks before a comment is stored: what they hold and refuse. Cases: comments.md 4.8."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import defences, limits, stamps, watched_words
from comments.enums import ClosedBecause, CommentKind, CommentState, HeldCode, ResidentStatus
from comments.models import LimitCounter, ResidentComment, WatchedWord
from comments.text import count_links, has_personal_data, personal_spans
from tests.comments.conftest import Guest
from tests.factories.comments import ResidentCommentFactory, thread_with
from tests.factories.residents import ResidentFactory

pytestmark = pytest.mark.django_db

BUDGET = 0.25  # seconds, for all phases together: five times the goal, as test machines are shared


def submission(village, **fields) -> defences.Submission:
    """A good comment of a guest, but for ``fields``."""
    values = {
        "is_open": True,
        "name": "Nurhayati",
        "body": "Kapan kegiatan berikutnya?",
        "village": village,
        "trap": "",
        "stamp": stamps.Stamp(nonce=stamps.uuid.uuid4(), age=30.0),
        "device": "a",
        "address": "10.0.0.0/24",
    }
    return defences.Submission(**values | fields)


def of_resident(resident, **fields) -> defences.Submission:
    stamp = stamps.Stamp(nonce=stamps.uuid.uuid4(), age=30.0, speaker=resident.pk.hex)
    return submission(resident.village, resident=resident, name=resident.display_name, stamp=stamp, **fields)


def watched(word: str, village=None) -> WatchedWord:
    return WatchedWord.objects.create(word=word, folded=watched_words.fold(word), village=village)


def held(village, **fields) -> list[str]:
    verdict = defences.judge(submission(village, **fields))
    assert verdict.refusal is None
    return verdict.held


def test_good_words_pass_all_phases(village):
    assert held(village) == []


def test_the_first_refusal_ends_it_and_what_is_closed_counts_for_nobody(village):
    verdict = defences.judge(
        submission(village, is_open=False, closed_because=ClosedBecause.TIME, stamp=None, trap="x")
    )
    assert verdict.refusal.code == "closed"
    assert str(ClosedBecause.TIME.label) in verdict.refusal.message
    assert verdict.held == []
    assert not LimitCounter.objects.exists()


def test_everything_that_is_doubtful_is_said_at_once(village):
    watched("judi")
    codes = held(
        village,
        body="Main judi di www.contoh.com, hubungi 0812-3456-7890",
        trap="x",
        stamp=stamps.Stamp(nonce=stamps.uuid.uuid4(), age=1.0),
    )
    assert codes == [
        HeldCode.HONEYPOT,
        HeldCode.TOO_FAST,
        HeldCode.LINK,
        HeldCode.WORD,
        HeldCode.PERSONAL,
    ]


@pytest.mark.parametrize("phase", defences.PHASES, ids=lambda phase: phase.__name__)
def test_a_phase_that_fails_holds_and_says_no_word_of_the_writer(village, phase, monkeypatch, caplog):
    def fails(submission):
        raise ValueError(submission.body)

    fails.__name__ = phase.__name__
    phases = tuple(fails if one is phase else one for one in defences.PHASES)
    monkeypatch.setattr(defences, "PHASES", phases)
    assert HeldCode.NO_LIMITS in held(village, body="Sangat rahasia")
    assert phase.__name__ in caplog.text
    assert "rahasia" not in caplog.text


def test_a_database_that_fails_in_a_phase_loses_no_comment(article, guest, patient, monkeypatch):
    def fails(*args):
        raise OperationalError("locked")

    monkeypatch.setattr(watched_words, "found_in", fails)
    assert guest.send(article).status_code == 303
    assert ResidentComment.objects.get().held_codes == [HeldCode.NO_LIMITS]


WORST = [
    "\ufdfa" * 2000, "a1." * 666, "1 " * 1000, "\U0001d576" * 2000, "a " * 1000, "jl " + "a" * 1990,
    "www." * 500, "a.id," * 400, "😀" * 2000, "a" * 2000, "gg no " * 330,
]  # fmt: skip


@pytest.mark.parametrize("body", WORST, ids=lambda body: ascii(body[:6]))
def test_all_phases_together_stay_fast_whatever_is_typed(village, article, body):
    """Also with 200 watched words and an author who has said 500 things."""
    resident = ResidentFactory(village=village, verified=True)
    thread_with(500, page=article)
    ResidentComment.objects.update(kind=CommentKind.RESIDENT, resident=resident)
    WatchedWord.objects.bulk_create(
        WatchedWord(word=f"kata{n:o}x", folded=watched_words.fold(f"kata{n:o}x")) for n in range(200)
    )
    times = []
    for _attempt in range(3):
        LimitCounter.objects.all().delete()
        started = time.perf_counter()
        defences.judge(of_resident(resident, body=body))
        times.append(time.perf_counter() - started)
    assert min(times) < BUDGET


WATCHED = [
    ("judi", "Main judi!"), ("judi", "JUDI"), ("judi", "JUD1! yuk"), ("slot", "s1ot gacor"),
    ("judi", "ju.di"),
    ("judi", "j u d i saja"), ("judi", "j-u-d-i"), ("judi", "j_u_d_i"), ("judi", "ju\u200bdi"),
    ("judi", "ju\u00addi"), ("judi", "ju\u3164di"), ("judi", "jùdi"), ("judi", "ｊｕｄｉ"),
    ("judi", "jud\u0456"),
    ("judi", "judi88"), ("judi", "𝗷𝘂𝗱𝗶"), ("Pinjaman CEPAT", "pinjaman   cepat cair"), ("sl0t", "slot"),
    ("Jud1", "judi"),
]  # fmt: skip
UNWATCHED = [
    ("judi", "Judul prejudisi"), (".*", "apa saja"), ("a|b", "a"), ("ju.i", "judi"), ("[a-z]+", "kata"),
    ("cepat cair", "cair cepat"), ("%", "100%"), ("...", "Ya ..."), ("(", "( )"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "body"), WATCHED, ids=ascii)
def test_case_06_a_watched_word_is_found_however_it_is_dressed(village, word, body):
    watched(word)
    assert watched_words.found_in(body, village)
    assert held(village, body=body) == [HeldCode.WORD]


@pytest.mark.parametrize(("word", "body"), UNWATCHED, ids=ascii)
def test_a_watched_word_is_a_whole_word_and_never_a_pattern(village, word, body):
    watched(word)
    assert not watched_words.found_in(body, village)


def test_a_watched_word_in_the_name_is_found_too(village):
    watched("judi")
    assert held(village, name="Raja Judi") == [HeldCode.WORD]


def test_a_village_watches_its_own_words_and_those_for_all(village, other_village):
    watched("jambret", village)
    watched("judi")
    assert watched_words.found_in("ada jambret", village)
    assert not watched_words.found_in("ada jambret", other_village)
    assert watched_words.found_in("ada judi", other_village)
    assert watched_words.found_in("ada judi", None)


def test_the_list_is_asked_for_once_however_long_it_is(village, django_assert_num_queries):
    for n in range(3):
        watched(f"kata{n}")
    with django_assert_num_queries(1):
        watched_words.found_in("Kapan?", village)


@given(text=st.text(max_size=300), word=st.text(min_size=1, max_size=60))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_are_judged(village, text, word):
    folded = watched_words.fold(word)
    assert watched_words.fold(folded) == folded
    for code in defences.held_for_words(text, name=word, village=village):
        assert code in (HeldCode.LINK, HeldCode.PERSONAL)


def test_words_are_judged_for_an_edit_as_for_a_guest(village):
    watched("judi", village)
    judge = defences.held_for_words
    assert judge("Kapan?", name="Ani", village=village) == []
    assert judge("Lihat www.contoh.com", name="Ani", village=village) == [HeldCode.LINK]
    assert judge("Ayo judi", name="Ani", village=village) == [HeldCode.WORD]
    assert judge("0812 3456 7890", name="Ani", village=village) == [HeldCode.PERSONAL]
    assert judge("Lihat www.contoh.com", name="Ani", village=village, links_allowed=1) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Tidak ada. Sungguh tidak ada.", 0),
        ("https://www.contoh.co.id/halaman.id", 1),
        ("www.satu.com dan www.dua.com", 2),
        ("satu.com,dua.com;tiga.com", 3),
        ("ｗｗｗ.satu.com", 1),
        ("http ://satu.com", 1),
    ],
)
def test_links_are_counted(body, count):
    assert count_links(body) == count


PERSONAL = [
    "Telepon 0812-3456-7890", "+62 812 3456 7890", "NIK 1507091203850001", "KK: 1507.0912.0385.0001",
    "Rumahnya di Jl. Melati No. 12", "dekat RT 05/RW 02", "gang mawar nomor 3", "０８１２３４５６７８９０",
]  # fmt: skip


@pytest.mark.parametrize("body", PERSONAL)
def test_case_33_a_number_or_an_address_of_a_person_is_held(village, body):
    assert held(village, body=body) == [HeldCode.PERSONAL]


@pytest.mark.parametrize(
    "body",
    [
        "Tanggal 12 Juni 2024 pukul 09.30",
        "Rp 1.500.000",
        "RT 05 gelap sekali",
        "Jalan ke dusun rusak",
        "No. 3",
    ],
)
def test_case_33_other_numbers_are_not(body):
    assert not has_personal_data(body)


def test_case_33_what_is_covered_in_lists_is_where_it_was_found():
    body = "Ibu Ani, Jl. Melati No. 12, 0812-3456-7890, ani@surat.example"
    assert [body[start:end] for start, end in personal_spans(body)] == [
        "Jl. Melati No. 1",
        "0812-3456-7890",
        "ani@surat.example",
    ]


def test_case_27_the_same_words_of_somebody_else_are_no_duplicate(village, article):
    ResidentCommentFactory(thread__page=article, shown_name="Nurhayati", body="Terima kasih.")
    assert held(village, body="terima KASIH") == [HeldCode.DUPLICATE]
    assert held(village, name="N u r h a y a t i", body="terima kasih", device="b") == [HeldCode.DUPLICATE]
    assert held(village, name="Sulaiman", body="Terima kasih!", device="c") == []
    resident = ResidentFactory(village=village, display_name="Rahmah")
    assert defences.judge(of_resident(resident, body="Terima kasih.")).held == []
    with time_machine.travel(timezone.now() + defences.SAME_TEXT_WITHIN + timedelta(minutes=1)):
        assert held(village, body="terima kasih", device="d") == []


@pytest.mark.parametrize(("n", "days", "codes"), [(1, 1, []), (2, 1, [HeldCode.HISTORY]), (2, 8, [])])
def test_who_was_refused_twice_in_a_week_is_read_first(village, article, n, days, codes):
    resident = ResidentFactory(village=village)
    ResidentCommentFactory.create_batch(
        n, thread__page=article, kind=CommentKind.RESIDENT, resident=resident, state=CommentState.SPAM,
        state_changed_at=timezone.now() - timedelta(days=days),
    )  # fmt: skip
    assert defences.judge(of_resident(resident)).held == codes


def test_case_16_somebody_muted_is_refused_and_no_longer_when_it_has_ended(village):
    until = timezone.now() + timedelta(days=2)
    resident = ResidentFactory(village=village, status=ResidentStatus.MUTED, muted_until=until)
    refusal = defences.judge(of_resident(resident)).refusal
    assert refusal.code == "muted"
    assert f"{timezone.localtime(until):%H.%M} WIB" in refusal.message
    without_end = ResidentFactory(village=village, status=ResidentStatus.MUTED)
    assert "Untuk sementara" in defences.judge(of_resident(without_end)).refusal.message
    with time_machine.travel(until + timedelta(seconds=1)):
        assert defences.judge(of_resident(resident)).refusal is None


@pytest.mark.parametrize("most", [limits.POST_DEVICE.most])
def test_case_31_a_device_that_is_stopped_uses_up_nothing_of_what_all_share(village, most):
    now = timezone.now().replace(minute=5)
    with time_machine.travel(now, tick=False):
        for n in range(most + 40):
            refusal = defences.judge(submission(village, body=f"Nomor {n}")).refusal
            assert (refusal is None) == (n < most)
        assert limits.hit(limits.POST_ADDRESS, "10.0.0.0/24").n == most + 1
        assert limits.hit(limits.POST_SITE, "all").n == most + 1
        assert defences.judge(submission(village, device="b", body="Tetangga")).refusal is None


def test_case_31_the_edges_of_a_limit(village):
    start = timezone.now().replace(hour=5, minute=10, second=0, microsecond=0)
    last = start + timedelta(seconds=599)
    with time_machine.travel(last, tick=False):
        for n in range(limits.POST_DEVICE.most):
            assert defences.judge(submission(village, body=f"Nomor {n}")).refusal is None
        refusal = defences.judge(submission(village, body="Satu lagi")).refusal
        assert refusal.code == "limit"
        assert limits.seconds_until(refusal.retry_at) == 1
    with time_machine.travel(last + timedelta(seconds=1), tick=False):
        assert defences.judge(submission(village, body="Sekarang boleh")).refusal is None
    with time_machine.travel(start - timedelta(days=1), tick=False):
        assert defences.judge(submission(village, body="Jam mundur")).refusal is None


@pytest.mark.parametrize("who", ["guest", "resident"])
def test_case_31_a_flood_on_the_whole_site_holds_all(village, monkeypatch, who):
    monkeypatch.setattr(limits, "POST_SITE", limits.Limit("post-site", 0, 3600))
    one = submission(village) if who == "guest" else of_resident(ResidentFactory(village=village))
    assert defences.judge(one).held == [HeldCode.FLOOD]


def test_counters_go_by_the_clock_also_when_nobody_writes(village):
    defences.judge(submission(village))
    counters = LimitCounter.objects.count()
    assert counters > 0
    assert limits.forget_old() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1)):
        assert limits.forget_old() == counters
        assert limits.forget_old() == 0


def test_case_32_a_stamp_shown_to_somebody_else_is_no_stamp(village):
    resident = ResidentFactory(village=village)
    as_guest = stamps.Stamp(nonce=stamps.uuid.uuid4(), age=30.0)
    mine = stamps.Stamp(nonce=stamps.uuid.uuid4(), age=30.0, speaker=resident.pk.hex)
    assert defences.judge(submission(village, stamp=mine)).refusal.code == "speaker"
    assert defences.judge(submission(village, resident=resident, stamp=as_guest)).refusal.code == "speaker"


@pytest.mark.parametrize("payload", [[], 5, "x", None, {"p": "x"}, {"p": [], "n": {}, "t": "now"}])
def test_case_32_a_stamp_of_another_shape_is_no_crash(article, payload):
    value = stamps.signing.Signer(salt="comments.form").sign_object(payload)
    assert stamps.read(value, article.translation_key) is None


@pytest.mark.parametrize("body", ["", "   ", "\n\n", "\u200b\u200b", "...", "?!", "\u3164"], ids=ascii)
def test_case_08_nothing_said_is_asked_about_and_not_stored(article, patient, body):
    response = Guest().send(article, body=body)
    assert response.status_code == 422
    assert "Tulis komentar Anda." in response.content.decode()
    assert not ResidentComment.objects.exists()


@pytest.mark.parametrize(
    "name", ["Kader\u200b", "Каder", "Ka der", "K4der", "ＫＡＤＥＲ", "redaK\u202e"], ids=ascii
)
def test_case_06_an_imitated_office_is_refused_with_the_words_kept(article, patient, name):
    response = Guest().send(article, name=name, body="Tulisan yang panjang")
    assert response.status_code == 422
    assert "mirip jabatan" in response.content.decode()
    assert "Tulisan yang panjang</textarea>" in response.content.decode()
    assert not ResidentComment.objects.exists()


def test_case_07_a_thousand_lines_and_stacked_marks_are_stored_small(article, patient):
    body = "Halo" + "\n" * 1990 + "z" + "\u0335" * 5
    assert Guest().send(article, body=body).status_code == 303
    assert ResidentComment.objects.get().body == "Halo\n\n\nz\u0335\u0335"
