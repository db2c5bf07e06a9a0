"""The radar's geometry. Lines are 90 long, 360 wide is the picture, and the middle lies at (180, 0):
cos 30° = 0.8660, cos 45° = 0.7071, cos 18° = 0.9511, sin 18° = 0.3090, cos 54° = 0.5878, sin 54° = 0.8090.
"""

import pytest

from childprogress.chart import Chart, Point, Value, chart_of, lines_of


def chart(*scores: int, label: str = "Word", said: str = "said") -> Chart:
    return chart_of([Value(f"k{n}", label, score, said) for n, score in enumerate(scores)])


def ends(drawn: Chart) -> list[tuple[float, float]]:
    return [(spoke.end.x, spoke.end.y) for spoke in drawn.spokes]


@pytest.mark.parametrize(
    ("number", "points"),
    [
        (3, [(180, -90), (257.9, 45), (102.1, 45)]),
        (4, [(243.6, -63.6), (243.6, 63.6), (116.4, 63.6), (116.4, -63.6)]),
        (5, [(180, -90), (265.6, -27.8), (232.9, 72.8), (127.1, 72.8), (94.4, -27.8)]),
        (6, [(180, -90), (257.9, -45), (257.9, 45), (180, 90), (102.1, 45), (102.1, -45)]),
    ],
)
def test_spokes_go_clockwise_from_the_top_and_none_lies_flat(
    number: int, points: list[tuple[float, float]]
) -> None:
    assert ends(chart(*[100] * number)) == points


def test_a_score_lies_on_its_spoke_as_far_out_as_it_is_high() -> None:
    drawn = chart(50, 100, 0, 10)
    # 45 × 0.7071 = 31.8, 90 × 0.7071 = 63.6, 9 × 0.7071 = 6.4
    assert [spoke.mark for spoke in drawn.spokes] == [
        Point(211.8, -31.8),
        Point(243.6, 63.6),
        Point(180, 0),
        Point(173.6, -6.4),
    ]
    assert drawn.area == "211.8,-31.8 243.6,63.6 180.0,0.0 173.6,-6.4"


def test_rings_stand_at_every_quarter() -> None:
    # 22.5, 45, 67.5 and 90, each × 0.7071
    assert chart(1, 2, 3, 4).rings == (
        "195.9,-15.9 195.9,15.9 164.1,15.9 164.1,-15.9",
        "211.8,-31.8 211.8,31.8 148.2,31.8 148.2,-31.8",
        "227.7,-47.7 227.7,47.7 132.3,47.7 132.3,-47.7",
        "243.6,-63.6 243.6,63.6 116.4,63.6 116.4,-63.6",
    )


def test_labels_stand_outside_and_grow_away_from_the_picture() -> None:
    labels = [spoke.label for spoke in chart(0, 0, 0, 0, 0, 0).spokes]
    assert [label.anchor for label in labels] == [
        "middle",
        "start",
        "start",
        "middle",
        "end",
        "end",
    ]
    # 15 above or below the end, growing away from it; else 7 beyond the end,
    # 97 × (0.8660, 0.5) = (84.0, 48.5), and of the 18 between two lines (1 ± 0.5) / 2 up and down
    assert [[(line.at.x, line.at.y) for line in label.lines] for label in labels] == [
        [(180, -123), (180, -105)],
        [(264.0, -62), (264.0, -44)],
        [(264.0, 44), (264.0, 62)],
        [(180, 105), (180, 123)],
        [(96.0, 44), (96.0, 62)],
        [(96.0, -62), (96.0, -44)],
    ]


def test_a_long_label_has_several_lines_and_its_score_below_them() -> None:
    label = chart(0, 0, 0, 0, 0, 0, label="Social and emotional", said="44").spokes[1].label
    assert [(line.text, line.at.y) for line in label.lines] == [
        ("Social and", -75.5),
        ("emotional", -57.5),
        ("44", -39.5),
    ]
    assert label.score is not None
    assert label.score.text == "44"


def test_a_label_without_a_score_is_its_words() -> None:
    label = chart(0, 0, 0, label="Social and emotional", said="").spokes[0].label
    assert label.score is None
    assert [(line.text, line.at.y) for line in label.lines] == [
        ("Social and", -123),
        ("emotional", -105),
    ]


def test_the_picture_is_as_high_as_what_is_in_it() -> None:
    # lines from -123 to 123, and half a line and 4 around
    assert chart(0, 0, 0, 0, 0, 0).view_box == "0 -136.0 360 272.0"
    # a triangle's lowest lines are at 48.5 + 0.75 × 18 = 62
    assert chart(0, 0, 0).view_box == "0 -136.0 360 211.0"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_or_two_are_no_radar(number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} spokes"):
        chart(*[50] * number)


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Academic", ("Academic",)),
        ("Social and emotional", ("Social and", "emotional")),
        ("as it may be", ("as it may be",)),
        ("as it may be!", ("as it may", "be!")),
        ("Verhaltensentwicklung", ("Verhaltensentwicklung",)),
        ("", ()),
    ],
)
def test_words_are_kept_whole(label: str, lines: tuple[str, ...]) -> None:
    assert lines_of(label) == lines


@pytest.mark.parametrize("score", [0, 1, 33, 99, 100])
@pytest.mark.parametrize("number", [3, 4, 5, 6])
def test_every_score_is_as_far_from_the_middle_as_it_is_high(number: int, score: int) -> None:
    for spoke in chart(*[score] * number).spokes:
        far = ((spoke.mark.x - 180) ** 2 + spoke.mark.y**2) ** 0.5
        assert far == pytest.approx(score * 0.9, abs=0.1)
