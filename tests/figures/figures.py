"""The figures that statistics are compared with, by pandas and numpy; writes figures.json beside itself.

Run it from the project folder: `python3 tests/figures/figures.py`. Needed are

    pandas==3.1.1
    numpy==2.4.6
    scipy==1.17.1    for the geometric mean, which the others do not have

With these, and python 3.11, it writes the same bytes again; but for the last digit of geometric means on a machine
with other vector instructions. What has written the data stands in them.

Three series are made by a generator of whole numbers that is written out here: prices near 60,000 that move
by cents, with steps, spikes and a stretch without a move; returns around 0 of mixed magnitudes; whole numbers
from 0 to 6 with ties and long stretches of one value. Each has times, some equal, some further apart than a
window is long, and the columns

    x  the values        y  a second value, for pairs
    w  weights, some 0   g  factors, for products: how much a price has grown, 1 + return, the whole number

A figure comes in one of two ways. `rolled`: as pandas gives it for the window as a whole (`rolling`,
`expanding`, `resample`, `groupby`, `ewm`). `members`: by a function of pandas, numpy or scipy that is given the
members of one window after the other. That is the way where pandas has nothing for the whole window, and where
what it has takes members out of a float again and so drifts; then the data also say how far it went astray.
"""

import json
import pathlib
import platform
import warnings

import numpy as np
import pandas as pd
import scipy
from scipy.stats import gmean

ROWS = 307  # no multiple of LAST: the last bar of so many stays open
LAST = 20
SECOND = 1_000_000_000
SPAN = 10 * SECOND
CYCLE, OPEN = 30 * SECOND, 20 * SECOND  # a session: the first 20 of each 30 seconds
START = 1_760_000_003 * SECOND + 250_000_000
NEAR = 1e-9

# Means of constants and quotients of nothing are none here, and numpy says so each time.
warnings.simplefilter("ignore", RuntimeWarning)


class Numbers:
    """Whole numbers that look random: the linear congruential generator of Knuth's MMIX, its upper half."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def between(self, least, greatest):
        return least + self.below(greatest - least + 1)

    def of(self, choices):
        return choices[self.below(len(choices))]


def times(numbers, rows=ROWS):
    """Nanoseconds since START: on quarters of seconds, some late by one; some equal, some further apart than SPAN."""
    quarters, all_times = 0, [0]
    for row in range(1, rows):
        quarters += 40 + numbers.below(20) if row % 60 == 59 else numbers.of([0, 1, 1, 2, 2, 3, 4, 4, 6, 8])
        late = 1 if numbers.below(8) == 0 else 0
        all_times.append(max(all_times[-1], quarters * SECOND // 4 + late))
    return all_times


def prices():
    numbers = Numbers(1)
    cents, other, rows = 6_000_000, 300_000, []
    for row in range(ROWS):
        still = 200 <= row < 230
        cents += 0 if still else numbers.between(-3, 3)
        other += 0 if still else numbers.between(-2, 2)
        if row in (70, 140, 260):
            cents += numbers.of([-1, 1]) * numbers.between(20_000, 60_000)
        spike = numbers.between(-200_000, 200_000) if row in (40, 111, 180, 290) else 0
        milli = numbers.below(4) and numbers.between(1, 5_000)
        rows.append(((cents + spike) / 100, (other + cents // 30) / 100, milli / 1_000))
    x = [row[0] for row in rows]
    growth = [1.0] + [after / before for before, after in zip(x, x[1:])]
    return frame(numbers, rows, growth)


def returns():
    numbers = Numbers(2)
    rows = []
    for _ in range(ROWS):
        x = numbers.between(-9_999, 9_999) / 10 ** numbers.between(6, 9)
        y = x / 2 + numbers.between(-9_999, 9_999) / 10 ** numbers.between(6, 9)
        rows.append((x, y, (numbers.below(5) and numbers.between(1, 999)) / 64))
    return frame(numbers, rows, [1 + row[0] for row in rows])


def whole_numbers():
    numbers = Numbers(3)
    rows, x = [], 3
    for row in range(ROWS):
        x = x if row % 100 >= 70 else numbers.of([0, 1, 2, 2, 3, 3, 4, 5, 6])
        rows.append((float(x), float(7 - x if row % 3 else numbers.below(7)), float(numbers.below(4))))
    return frame(numbers, rows, [row[0] for row in rows])


def frame(numbers, rows, growth):
    data = pd.DataFrame(rows, columns=["x", "y", "w"], dtype=float)
    data["g"] = growth
    data.index = pd.to_datetime([START + at for at in times(numbers)], unit="ns")
    return data


def nanos(index):
    return [int(at) for at in np.asarray(index.as_unit("ns").view("int64")) - START]


# Windows that give one figure at each row: from which row to which they reach, and what pandas has for them.


def last_rows(_):
    return [max(0, row + 1 - LAST) for row in range(ROWS)]


def last_span(data):
    at = np.array(nanos(data.index))
    starts = [int(np.searchsorted(at, now - SPAN, side="right")) for now in at]
    lengths = [row + 1 - start for row, start in enumerate(starts)]
    assert lengths == list(data.x.rolling("10s").count()), "pandas has the members in (now - span, now], too"
    return starts


def all_rows(_):
    return [0] * ROWS


WINDOWS = {
    "of the last 20": (last_rows, lambda column: column.rolling(LAST, min_periods=1)),
    "of 10 s": (last_span, lambda column: column.rolling("10s", min_periods=1)),
    "so far": (all_rows, lambda column: column.expanding(min_periods=1)),
}


def less_the_oldest(column):
    """For what does not depend on where 0 is: near 60,000 the difference is exact, with all its digits left."""
    return column - column.iloc[0]


def pairs(function):
    return lambda m: function(less_the_oldest(m.x), less_the_oldest(m.y))


def weighted_mean(m):
    return np.average(m.x, weights=m.w) if np.count_nonzero(m.w) else None


def weighted_variance(m):
    return np.cov(less_the_oldest(m.x), aweights=m.w, ddof=1) if np.count_nonzero(m.w) > 1 else None


def ago(place):
    return lambda members: len(members) - 1 - place(members)


ROLLED = {
    "count": lambda of, d: of(d.x).count(),
    "sum": lambda of, d: of(d.x).sum(),
    "mean": lambda of, d: of(d.x).mean(),
    "min": lambda of, d: of(d.x).min(),
    "max": lambda of, d: of(d.x).max(),
    "first": lambda of, d: of(d.x).first(),
    "last": lambda of, d: of(d.x).last(),
    "median": lambda of, d: of(d.x).median(),
    "quantile 0.1": lambda of, d: of(d.x).quantile(0.1),
    "quantile 0.25": lambda of, d: of(d.x).quantile(0.25),
    "quantile 0.9": lambda of, d: of(d.x).quantile(0.9),
    "lower quantile 0.3": lambda of, d: of(d.x).quantile(0.3, interpolation="lower"),
    "higher quantile 0.3": lambda of, d: of(d.x).quantile(0.3, interpolation="higher"),
    "nearest quantile 0.3": lambda of, d: of(d.x).quantile(0.3, interpolation="nearest"),
    "midpoint quantile 0.3": lambda of, d: of(d.x).quantile(0.3, interpolation="midpoint"),
    "average rank": lambda of, d: of(d.x).rank(),
    "least rank": lambda of, d: of(d.x).rank(method="min"),
    "greatest rank": lambda of, d: of(d.x).rank(method="max"),
    "percentile": lambda of, d: of(d.x).rank(pct=True) * 100,
    "unique": lambda of, d: of(d.x).nunique(),
    "ago of the least": lambda of, d: of(d.x).apply(ago(np.argmin), raw=True),
    "ago of the greatest": lambda of, d: of(d.x).apply(ago(np.argmax), raw=True),
}

# Each with what pandas has for the whole window, if it has it.
MEMBERS = {
    "variance": (lambda m: less_the_oldest(m.x).var(), lambda of, d: of(d.x).var()),
    "std": (lambda m: less_the_oldest(m.x).std(), lambda of, d: of(d.x).std()),
    "sem": (lambda m: less_the_oldest(m.x).sem(), lambda of, d: of(d.x).sem()),
    "skewness": (lambda m: less_the_oldest(m.x).skew(), lambda of, d: of(d.x).skew()),
    "kurtosis": (lambda m: less_the_oldest(m.x).kurt(), lambda of, d: of(d.x).kurt()),
    "covariance": (pairs(pd.Series.cov), lambda of, d: of(d.x).cov(d.y)),
    "correlation": (pairs(pd.Series.corr), lambda of, d: of(d.x).corr(d.y)),
    "weighted mean": (weighted_mean, None),
    "weighted variance": (weighted_variance, None),
    "product": (lambda m: np.prod(m.g), None),
    "geometric mean": (lambda m: gmean(m.g), None),
}

# What may be near 0 although its parts are not is compared with a unit as well: of x · y where the figure has
# one, else 1.
CANCELS = {"covariance": 2, "correlation": 0, "skewness": 0, "kurtosis": 0}


class Series:
    """What is known of one series: its columns, when each kind of figure comes out, and the figures."""

    def __init__(self, data, unit):
        self.data = data
        self.unit = unit
        self.clocks = {}
        self.figures = {}
        self.astray = {}

    def put(self, name, clock, at, values):
        values, at = [number(value) for value in values], list(at)
        assert len(values) == len(at), name
        assert self.clocks.setdefault(clock, at) == at, f"{name} comes out at other times"
        assert name not in self.figures, name
        self.figures[name] = (clock, values)

    def least(self, name):
        """Nearer to 0 than this a figure is compared with this: a thousandth of a unit."""
        powers = [power for start, power in CANCELS.items() if name.startswith(start)]
        return self.unit ** powers[0] / 1_000 if powers else 0.0

    def windows(self):
        rows = nanos(self.data.index)
        for window, (starts, of) in WINDOWS.items():
            for name, rolled in ROLLED.items():
                self.put(f"{name} {window}", "each", rows, rolled(of, self.data))
            starts = starts(self.data)
            for name, (function, rolled) in MEMBERS.items():
                members = (self.data.iloc[start : row + 1] for row, start in enumerate(starts))
                self.put(f"{name} {window}", "each", rows, map(function, members))
                if rolled:
                    found = [number(value) for value in rolled(of, self.data)]
                    _, expected = self.figures[f"{name} {window}"]
                    self.astray[f"{name} {window}"] = far(found, expected, self.least(name))

    def chosen_members(self):
        x, rows = self.data.x, nanos(self.data.index)
        heavy = x.where(self.data.w > 0)
        full = slice(LAST - 1, None)
        self.put("sum of the last 20 once full", "full", rows[full], x.rolling(LAST).sum()[full])
        self.put("range of the last 20 once full", "full", rows[full], x.rolling(LAST).apply(np.ptp)[full])
        self.put("mean of 10 s of at least 5", "each", rows, x.rolling("10s", min_periods=5).mean())
        self.put("mean of those of weight of the last 20", "each", rows, heavy.rolling(LAST, min_periods=1).mean())
        self.put("max of those of weight of 10 s", "each", rows, heavy.rolling("10s", min_periods=1).max())
        self.put("count of those of weight so far", "each", rows, heavy.expanding(min_periods=0).count())
        kinds = x.groupby((self.data.w > 0).to_numpy()).rolling(5, min_periods=1)
        of_kind = {kind: iter(means) for kind, means in kinds.mean().groupby(level=0)}
        self.put("mean of the last 5 of its kind", "each", rows, [next(of_kind[w > 0]) for w in self.data.w])

    def changes(self):
        """Whenever members come or leave: at 10 s after a row, if no row is there, as well."""
        x, rows = self.data.x, nanos(self.data.index)
        leave = sorted({at + SPAN for at in rows} - set(rows))
        gaps = pd.Series(np.nan, index=pd.to_datetime([START + at for at in leave], unit="ns"))
        all_changes = pd.concat([x, gaps]).sort_index(kind="stable")
        at, window = nanos(all_changes.index), all_changes.rolling("10s", min_periods=0)
        self.put("count of 10 s at each change", "changes", at, window.count())
        self.put("sum of 10 s at each change", "changes", at, window.sum())
        self.put("mean of 10 s at each change", "changes", at, window.mean())
        self.put("max of 10 s at each change", "changes", at, window.max())
        self.put("median of 10 s at each change", "changes", at, window.median())

    def bars(self):
        bars = self.data.x.resample("10s", origin="epoch")
        ends = [at + SPAN for at in nanos(bars.sum().index)]
        four = bars.ohlc()
        self.put("open of bars of 10 s", "bars", ends, four.open)
        self.put("high of bars of 10 s", "bars", ends, four.high)
        self.put("low of bars of 10 s", "bars", ends, four.low)
        self.put("close of bars of 10 s", "bars", ends, four.close)
        self.put("count of bars of 10 s", "bars", ends, bars.count())
        self.put("sum of bars of 10 s", "bars", ends, bars.sum())
        self.put("mean of bars of 10 s", "bars", ends, bars.mean())
        self.put("std of bars of 10 s", "bars", ends, bars.std())
        rows, full = nanos(self.data.index), ROWS // LAST
        bars = self.data.x.groupby(np.arange(ROWS) // LAST)
        ends = rows[LAST - 1 :: LAST]
        self.put("sum of bars of 20 rows", "bars of rows", ends, bars.sum()[:full])
        self.put("median of bars of 20 rows", "bars of rows", ends, bars.median()[:full])
        self.put("unique of bars of 20 rows", "bars of rows", ends, bars.nunique()[:full])
        self.put("last of bars of 20 rows", "bars of rows", ends, bars.last()[:full])

    def sessions(self):
        at = np.array(nanos(self.data.index)) + START
        inside = at % CYCLE < OPEN
        x, session = self.data.x[inside], at[inside] // CYCLE
        rows = [int(time) - START for time in at[inside]]
        self.put("sum since the session began", "in sessions", rows, x.groupby(session).cumsum())
        self.put("max since the session began", "in sessions", rows, x.groupby(session).cummax())
        self.put("count since the session began", "in sessions", rows, x.groupby(session).cumcount() + 1)
        first = START // CYCLE + (START % CYCLE >= OPEN)
        closed = range(first, (int(at[-1]) - OPEN) // CYCLE + 1)
        ends = [session * CYCLE + OPEN - START for session in closed]
        bars = x.groupby(session)
        self.put("count of sessions", "sessions", ends, bars.count().reindex(closed, fill_value=0))
        self.put("mean of sessions", "sessions", ends, bars.mean().reindex(closed))

    def averages(self):
        x, rows = self.data.x, nanos(self.data.index)
        for alpha in (0.5, 0.125, 0.01):
            self.put(f"ewma {alpha}", "each", rows, x.ewm(alpha=alpha, adjust=False).mean())
        # Since START, and so exactly: pandas makes floats of times, and those of now have steps of 256 nanoseconds.
        since_start = pd.to_datetime(rows, unit="ns")
        for name, half_life in (("250 ms", "250ms"), ("5 s", "5s"), ("1 min", "1min")):
            averages, of_now = (
                x.ewm(halflife=half_life, times=times, adjust=False).mean() for times in (since_start, self.data.index)
            )
            self.put(f"ewma of half-life {name}", "each", rows, averages)
            self.astray[f"ewma of half-life {name}"] = far(list(of_now), list(averages))

    def neighbours(self):
        x, rows = self.data.x, nanos(self.data.index)
        self.put("difference", "from the second", rows[1:], x.diff()[1:])
        self.put("three rows ago", "from the fourth", rows[3:], x.shift(3)[3:])


def number(value):
    """None for NaN, which is how pandas says that there is none."""
    return None if value is None or np.isnan(value) else float(value)


def far(found, expected, least=0.0):
    """At how many rows it is off by more than 1e-9 of the figure, and the most it is off where that is not 0."""
    beyond, worst = 0, 0.0
    for x, y in zip(found, expected, strict=True):
        if x is None or y is None or max(abs(y), least) == 0:
            beyond += x != y
            continue
        off = abs(x - y) / max(abs(y), least)
        beyond += off > NEAR
        worst = max(worst, off)
    return {"rows": beyond, "worst": f"{worst:.1e}"}


def kept(length):
    """Which figures are kept: those of the warm-up, then every ninth, and the last."""
    return sorted({*range(min(length, LAST + 2)), *range(0, length, 9), length - 1})


def text(values):
    """Numbers with all their digits. In a text, since not all who read JSON's own read the last digit."""
    return " ".join("none" if value is None else repr(value).removesuffix(".0") for value in values)


def series(data, unit):
    made = Series(data, unit)
    made.windows()
    made.chosen_members()
    made.changes()
    made.bars()
    made.sessions()
    made.averages()
    made.neighbours()
    return made


def main():
    all_series = {
        "prices": series(prices(), unit=0.01),
        "returns": series(returns(), unit=1e-6),
        "whole numbers": series(whole_numbers(), unit=1.0),
    }
    names = list(all_series["prices"].figures)
    lines = [
        '"made with": ' + json.dumps({**versions(), "scipy": scipy.__version__}),
        f'"start": {START}',
        '"series": {\n' + ",\n".join(columns(name, made) for name, made in all_series.items()) + "\n}",
        '"kept": ' + json.dumps(kept_of_all(all_series)),
        '"figures": {\n' + ",\n".join(figure(name, all_series) for name in names) + "\n}",
    ]
    target = pathlib.Path(__file__).with_name("figures.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
    print(f"{len(names)} figures of {len(all_series)} series")


def versions():
    return {"python": platform.python_version(), "pandas": pd.__version__, "numpy": np.__version__}


def columns(name, made):
    values = [f'"{column}": "{text(made.data[column].tolist())}"' for column in "xywg"]
    clocks = [f'"{clock}": "{text(at)}"' for clock, at in made.clocks.items()]
    return f'"{name}": {{\n' + ",\n".join(values) + ',\n"times": {\n' + ",\n".join(clocks) + "\n}}"


def kept_of_all(all_series):
    """By length: which figures of so many are kept."""
    lengths = sorted({len(at) for made in all_series.values() for at in made.clocks.values()})
    return {str(length): text(kept(length)) for length in lengths}


def figure(name, all_series):
    clock = all_series["prices"].figures[name][0]
    values = {}
    for key, made in all_series.items():
        all_values = made.figures[name][1]
        values[key] = text(all_values[row] for row in kept(len(all_values)))
    astray = {key: made.astray[name] for key, made in all_series.items() if name in made.astray}
    least = {key: made.least(name) for key, made in all_series.items() if made.least(name)}
    told = {"at": clock, "values": values}
    told |= {"least": {key: repr(value) for key, value in least.items()}} if least else {}
    told |= {"pandas astray": astray} if astray else {}
    return f'"{name}": ' + json.dumps(told)


if __name__ == "__main__":
    main()
