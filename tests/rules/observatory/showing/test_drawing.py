"""Pictures keep within their frame, are mirrored where people read from the right, and names do not cover each other."""

from safeconduct.observatory.showing.drawing import STRIP, bars, funnel_drawing, strip
from safeconduct.observatory.showing.shown_map import BOUNDS, map_classes
from safeconduct.vocabulary.world_map import outlines

LINES = [{"whole": whole, "low_95": 0.1, "high_95": 0.9, "low_998": 0.0, "high_998": 1.0} for whole in (1, 50, 100)]


def test_a_strip_is_mirrored_where_people_read_from_the_right():
    left, right = (strip(0.1, 0.2, 0.4, 0.3, from_the_right=way) for way in (False, True))
    assert left.low < left.middle < left.high and left.middle < left.usual
    assert (right.low, right.middle, right.high) == (STRIP - left.high, STRIP - left.middle, STRIP - left.low)


def test_parts_of_a_bar_lie_side_by_side_and_a_nought_has_none():
    drawn = bars([("2014", {"local": 2, "hq": 0, "none": 1}), ("2015", {"local": 0})], from_the_right=False)
    first, second = drawn.bars
    assert [part.name for part in first.parts] == ["local", "none"] and first.total == 3
    assert first.parts[0].left + first.parts[0].width == first.parts[1].left
    assert second.parts == () and second.total == 0
    mirrored = bars([("2014", {"local": 2, "none": 1})], from_the_right=True).bars[0]
    assert mirrored.parts[0].left + mirrored.parts[0].width == drawn.width - drawn.begins
    assert mirrored.parts[1].left + mirrored.parts[1].width == mirrored.parts[0].left


def test_bars_without_any_text_are_drawn():
    assert [bar.total for bar in bars([("2014", {})], from_the_right=False).bars] == [0]
    assert bars([], from_the_right=False).bars == ()


def box(dot):
    length = 7.5 * len(dot.name)
    left = dot.label - {"start": 0, "middle": length / 2, "end": length}[dot.anchor]
    return left, dot.line - 11, left + length, dot.line + 2


def test_names_of_near_dots_do_not_cover_each_other():
    points = [(f"Country {at}", 30 + at % 2, 100 - at, at == 0) for at in range(6)]
    drawn = funnel_drawing(points, LINES, 0.3, from_the_right=False)
    boxes = [box(dot) for dot in drawn.dots]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert [dot.is_outside for dot in drawn.dots] == [True] + 5 * [False]


def test_a_funnel_is_mirrored_and_its_numbers_are_few():
    points = [("A", 1, 2, False), ("B", 600, 1000, False)]
    left, right = (funnel_drawing(points, LINES, 0.5, from_the_right=way) for way in (False, True))
    assert left.dots[0].across < left.dots[1].across and right.dots[0].across > right.dots[1].across
    assert 2 <= len(left.marks) <= 8 and left.marks[0][0] == 0
    assert left.inner[0].startswith("M") and " L" in left.outer[1]


def test_every_outline_is_in_one_class_and_every_count_in_its_own():
    classes = map_classes({"HN": 1, "RU": 94, "SA": 8, "XX": 20, "CN": 0})
    drawn = [outline.code for one in classes for outline in one.outlines]
    assert sorted(drawn) == sorted(outlines()) and len(classes) == len(BOUNDS) + 1
    assert [one.countries for one in classes] == [("CN",), ("HN",), ("SA",), ("XX",), ("RU",)]
    assert [(one.first, one.last) for one in classes] == [(0, 0), (1, 4), (5, 19), (20, 49), (50, None)]
