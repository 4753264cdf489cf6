"""Alerts begin once and end once, however their troubles flicker."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.alerts import CALM, AlertRules, Trouble, Watch, look
from tests.domain.builders import at, minutes

RULES = AlertRules()
WAIT = Trouble("wait_over_target", "A")
IDLE = Trouble("counter_idle", "3")
GONE = Trouble("display_gone", "tv")
ALL = (WAIT, IDLE, GONE, Trouble("printer_out", "default"))


class Watchman:
    """Looks again and again, and keeps the alerts as the store does."""

    def __init__(self, rules: AlertRules = RULES) -> None:
        self.rules, self.watch = rules, Watch()
        self.alerts: set[Trouble] = set()
        self.told: list[tuple[str, Trouble]] = []

    def look(self, now: datetime, *troubles: Trouble) -> None:
        seen = look(self.watch, self.alerts, troubles, self.rules, now)
        self.watch = seen.watch
        assert not set(seen.began) & self.alerts
        assert set(seen.ended) <= self.alerts
        self.alerts = (self.alerts | set(seen.began)) - set(seen.ended)
        self.told += [("began", one) for one in seen.began] + [("ended", one) for one in seen.ended]


def test_a_wait_over_the_target_is_told_at_once() -> None:
    man = Watchman()
    man.look(at("08:00"), WAIT)
    assert man.told == [("began", WAIT)]


def test_a_counter_may_be_idle_for_a_moment() -> None:
    man = Watchman()
    man.look(at("08:00"), IDLE)
    man.look(at("08:02"), IDLE)
    man.look(at("08:02:30"))
    man.look(at("08:03"), IDLE)
    assert man.told == []
    man.look(at("08:06"), IDLE)
    assert man.told == [("began", IDLE)]


def test_a_display_that_comes_for_a_moment_and_goes_again_rings_once() -> None:
    man = Watchman()
    for clock, troubles in (("08:00", [GONE]), ("08:02", [GONE]), ("08:03", []), ("08:04", [GONE]), ("08:09", [GONE])):
        man.look(at(clock), *troubles)
    assert man.told == [("began", GONE)]
    man.look(at("08:10"))
    man.look(at("08:12"))
    assert man.told == [("began", GONE), ("ended", GONE)]


def test_an_alert_of_before_a_restart_does_not_begin_again_and_still_ends() -> None:
    man = Watchman()
    man.alerts = {GONE}
    man.look(at("08:00"), GONE)
    assert man.told == []
    man.look(at("08:01"))
    man.look(at("08:03"))
    assert man.told == [("ended", GONE)]


def test_what_the_office_does_not_want_to_hear_is_not_told_and_ends_where_it_had_begun() -> None:
    man = Watchman(AlertRules(wait=None, idle=None, device=None))
    man.alerts = {IDLE}
    for clock in ("08:00", "08:30"):
        man.look(at(clock), *ALL)
    assert man.told == [("ended", IDLE)]


def test_a_clock_that_is_set_back_begins_to_count_anew() -> None:
    man = Watchman()
    man.look(at("08:30"), IDLE)
    man.look(at("08:00"), IDLE)
    man.look(at("08:02"), IDLE)
    assert man.told == []
    man.look(at("08:03"), IDLE)
    assert man.told == [("began", IDLE)]


@given(st.lists(st.tuples(st.integers(1, 240), st.sets(st.sampled_from(ALL))), max_size=60))
def test_each_alert_begins_after_its_patience_and_ends_after_calm_and_never_twice(
    looks: list[tuple[int, set[Trouble]]],
) -> None:
    man, now = Watchman(), at("08:00")
    lasting: dict[Trouble, datetime] = {}
    gone: dict[Trouble, datetime] = {}
    for seconds, troubles in looks:
        now += timedelta(seconds=seconds)
        lasting = {one: lasting.get(one, now) for one in troubles}
        gone = {one: gone.get(one, now) for one in set(ALL) - troubles}
        heard = len(man.told)
        man.look(now, *troubles)
        for what, one in man.told[heard:]:
            if what == "began":
                assert now - lasting[one] >= (RULES.patience(one.kind) or timedelta(0))
            else:
                assert now - gone[one] >= CALM
        # What has lasted as long as any patience is told, what has been gone for long is over.
        assert {one for one, since in lasting.items() if now - since >= minutes(3)} <= man.alerts
        assert not {one for one, since in gone.items() if now - since >= CALM} & man.alerts
    for one in ALL:
        told = [what for what, about in man.told if about == one]
        assert told == (["began", "ended"] * len(told))[: len(told)]
