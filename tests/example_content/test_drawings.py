"""The drawn pictures: always the same, small, and each with its alternative text."""

import io

import pytest
from PIL import Image

from example_content.drawings import MAX_BYTES, SCENES, draw, jpeg

SEEDS = ("15.07.09.2002", "15.07.05.2002")


def test_there_are_enough_scenes_for_an_album():
    assert len(SCENES) >= 10


@pytest.mark.parametrize("key", SCENES)
def test_a_picture_is_a_jpeg_of_1200_by_800_below_the_limit(key):
    for seed in SEEDS:
        data = jpeg(key, seed)
        picture = Image.open(io.BytesIO(data))

        assert picture.format == "JPEG"
        assert picture.size == (1200, 800)
        assert len(data) < MAX_BYTES


def test_the_same_village_always_gets_the_same_picture():
    assert draw("market", SEEDS[0]).tobytes() == draw("market", SEEDS[0]).tobytes()


def test_two_villages_get_different_pictures():
    assert draw("market", SEEDS[0]).tobytes() != draw("market", SEEDS[1]).tobytes()


def test_an_unknown_scene_is_an_error():
    with pytest.raises(KeyError):
        draw("moon", SEEDS[0])


@pytest.mark.parametrize("key", SCENES)
def test_the_alternative_text_is_one_sentence_that_says_what_matters(key):
    alt = SCENES[key].alt

    assert 30 <= len(alt) <= 125
    assert alt.endswith(".")
    assert alt.count(".") == 1
    assert not alt.lower().startswith(("gambar", "foto", "ilustrasi", "lukisan"))
