from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.times import find_times

PUBLISHED = datetime(2026, 4, 16, 5, 30, tzinfo=UTC)  # a Thursday

# sentence, text, since, until, granularity
SINGLE = [
    ("They met on July 7, 2025.", "July 7, 2025", "2025-07-07", "2025-07-08", "day"),
    ("They met on 7 July.", "7 July", "2026-07-07", "2026-07-08", "day"),
    ("They met on 12 April.", "12 April", "2026-04-12", "2026-04-13", "day"),
    ("They met on December 30.", "December 30", "2025-12-30", "2025-12-31", "day"),
    ("They will meet on January 30.", "January 30", "2027-01-30", "2027-01-31", "day"),
    ("It fell on the 7th of July 1988.", "the 7th of July 1988", "1988-07-07", "1988-07-08", "day"),
    ("They met on Sunday, 12 April.", "Sunday, 12 April", "2026-04-12", "2026-04-13", "day"),
    ("They met on 2026-04-12.", "2026-04-12", "2026-04-12", "2026-04-13", "day"),
    ("Talks ran on March 2-5.", "March 2-5", "2026-03-02", "2026-03-06", "day"),
    ("They met on Tuesday.", "Tuesday", "2026-04-14", "2026-04-15", "day"),
    ("They met on Thursday.", "Thursday", "2026-04-16", "2026-04-17", "day"),
    ("They met last Thursday.", "last Thursday", "2026-04-09", "2026-04-10", "day"),
    ("They meet next Tuesday.", "next Tuesday", "2026-04-21", "2026-04-22", "day"),
    ("He will arrive on Saturday.", "Saturday", "2026-04-18", "2026-04-19", "day"),
    ("He said on Saturday that he will go.", "Saturday", "2026-04-11", "2026-04-12", "day"),
    ("They met yesterday.", "yesterday", "2026-04-15", "2026-04-16", "day"),
    ("They meet tomorrow.", "tomorrow", "2026-04-17", "2026-04-18", "day"),
    ("They met on Sunday morning.", "Sunday morning", "2026-04-12", "2026-04-12 12:00", "hour"),
    ("It burnt last night.", "last night", "2026-04-15 18:00", "2026-04-16 06:00", "hour"),
    ("It rained last week.", "last week", "2026-04-06", "2026-04-13", "week"),
    ("They meet next week.", "next week", "2026-04-20", "2026-04-27", "week"),
    ("It rained last weekend.", "last weekend", "2026-04-11", "2026-04-13", "day"),
    ("It grew last month.", "last month", "2026-03-01", "2026-04-01", "month"),
    ("It grew last year.", "last year", "2025-01-01", "2026-01-01", "year"),
    ("They deploy later this year.", "later this year", "2026-04-16", "2027-01-01", "year"),
    ("It began earlier this month.", "earlier this month", "2026-04-01", "2026-04-17", "month"),
    ("It rose in March.", "March", "2026-03-01", "2026-04-01", "month"),
    ("It rose in November.", "November", "2025-11-01", "2025-12-01", "month"),
    ("It will rise in November.", "November", "2026-11-01", "2026-12-01", "month"),
    ("It rose in March 2024.", "March 2024", "2024-03-01", "2024-04-01", "month"),
    ("It was founded in 2019.", "2019", "2019-01-01", "2020-01-01", "year"),
    ("He has led it since 2022.", "since 2022", "2022-01-01", None, "year"),
    ("He has led it since Monday.", "since Monday", "2026-04-13", None, "day"),
    ("They may land until 30 April.", "until 30 April", None, "2026-05-01", "day"),
    ("It will end by the end of June.", "by the end of June", None, "2026-07-01", "month"),
    ("It closed before 2010.", "before 2010", None, "2010-01-01", "year"),
    ("It closed after 2010.", "after 2010", "2011-01-01", None, "year"),
    ("It ran between 2019 and 2022.", "between 2019 and 2022", "2019-01-01", "2023-01-01", "year"),
    ("It grew in 2019-2022.", "2019-2022", "2019-01-01", "2023-01-01", "year"),
    ("It grew in the second quarter of 2024.", "the second quarter of 2024", "2024-04-01", "2024-07-01", "quarter"),
    ("It grew in Q3 2024.", "Q3 2024", "2024-07-01", "2024-10-01", "quarter"),
    ("It grew in the first half of 2025.", "first half of 2025", "2025-01-01", "2025-07-01", "year"),
    ("It grew in the 1990s.", "the 1990s", "1990-01-01", "2000-01-01", "decade"),
    ("It was built in the nineties.", "the nineties", "1990-01-01", "2000-01-01", "decade"),
    ("It was built in the 19th century.", "the 19th century", "1801-01-01", "1901-01-01", "century"),
    ("It began five days ago.", "five days ago", "2026-04-11", "2026-04-12", "day"),
    ("It began two weeks ago.", "two weeks ago", "2026-03-30", "2026-04-06", "week"),
    ("It began three months ago.", "three months ago", "2026-01-01", "2026-02-01", "month"),
    ("It began four years ago.", "four years ago", "2022-01-01", "2023-01-01", "year"),
    ("It began over two decades ago.", "over two decades ago", None, "2009-01-01", "year"),
    ("It began in the spring of 2024.", "the spring of 2024", "2024-03-01", "2024-06-01", "quarter"),
]


@pytest.mark.parametrize(("sentence", "text", "since", "until", "granularity"), SINGLE)
def test_reads_one_time(sentence, text, since, until, granularity):
    [time] = find_times(sentence, PUBLISHED)
    assert (time.text, time.since, time.until, time.granularity) == (text, day(since), day(until), granularity)


def day(text):
    return datetime.fromisoformat(text) if text else None


CLOCKS = [
    ("The tremor hit at 4:52 a.m. on Sunday.", "4:52 a.m.", "2026-04-12 04:52", "2026-04-12 04:53"),
    ("At 3 a.m. on Sunday, 12 April, it began.", "3 a.m.", "2026-04-12 03:00", "2026-04-12 04:00"),
    ("It took off on Monday at 7.10 p.m. as planned.", "7.10 p.m.", "2026-04-13 19:10", "2026-04-13 19:11"),
    ("The alert came at noon on Monday.", "noon", "2026-04-13 12:00", "2026-04-13 12:01"),
    ("On 2026-04-12 at 14:30 it began.", "14:30", "2026-04-12 14:30", "2026-04-12 14:31"),
    ("It began shortly after 9 p.m. on Monday.", "shortly after 9 p.m.", "2026-04-13 21:00", "2026-04-13 22:00"),
    ("It ended before 9 p.m. on Monday.", "before 9 p.m.", None, "2026-04-13 21:00"),
    ("They woke at 6:15 on Sunday morning.", "6:15", "2026-04-12 06:15", "2026-04-12 06:16"),
]


@pytest.mark.parametrize(("sentence", "text", "since", "until"), CLOCKS)
def test_a_clock_time_belongs_to_the_day_of_its_sentence(sentence, text, since, until):
    times = {time.text: (time.since, time.until) for time in find_times(sentence, PUBLISHED)}
    assert times[text] == (day(since), day(until))


UNSETTLED = [
    "It may rise.",
    "It began at 3 a.m.",
    "It had closed three years earlier.",
    "It was 2.17 metres long.",
    "He won 2010 votes.",
    "They march on.",
    "It happened on 31 February.",
    "It sold 2,019 cars.",
    "Every summer it rains.",
    "The second round begins.",
]


@pytest.mark.parametrize("sentence", UNSETTLED)
def test_what_cannot_be_settled_is_left_out(sentence):
    assert find_times(sentence, PUBLISHED) == []


LOOSE = [
    ("It began in early March.", True),
    ("It began in March.", False),
    ("It began around 2010.", True),
    ("It began two weeks ago.", True),
    ("It began five days ago.", False),
    ("It began in late 2025.", True),
]


@pytest.mark.parametrize(("sentence", "approximate"), LOOSE)
def test_says_how_loosely_a_time_is_told(sentence, approximate):
    [time] = find_times(sentence, PUBLISHED)
    assert time.approximate is approximate


def test_parts_of_a_period_lie_inside_it_in_order():
    early, mid, late = (find_times(f"It began in {part} 2025.", PUBLISHED)[0] for part in ("early", "mid", "late"))
    assert datetime(2025, 1, 1) == early.since < mid.since < late.since < late.until == datetime(2026, 1, 1)
    assert early.until < late.since


def test_two_days_leave_a_clock_time_unsettled():
    times = find_times("It opened on Monday and closed on Tuesday at 3 p.m.", PUBLISHED)
    assert [time.text for time in times] == ["Monday", "Tuesday"]


@given(st.text(max_size=300), st.datetimes(timezones=st.just(UTC)))
def test_any_text_at_any_time_gives_quotes_of_itself(text, published):
    for time in find_times(text, published):
        assert text[time.start : time.end] == time.text


@given(st.dates(min_value=datetime(1600, 1, 1).date(), max_value=datetime(2099, 12, 30).date()))
def test_a_full_date_reads_the_same_in_every_form(date):
    forms = (f"{date:%d %B %Y}", f"{date:%B} {date.day}, {date.year}", f"{date:%A}, {date:%B} {date.day}, {date.year}")
    spans = {(t.since, t.until) for form in forms for t in find_times(f"It began on {form}.", PUBLISHED)}
    assert len(spans) == 1
