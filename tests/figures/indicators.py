"""The figures that indicators are compared with, by pandas and numpy; writes indicators.json beside itself.

Run it from the project folder: `python3 tests/figures/indicators.py`. What is needed, and how a figure is written, is said
in figures.py, which it uses.

Three series are made of whole numbers: prices near 60,000 that move by cents, with steps, spikes and a stretch in
which nothing moves; a walk that goes far in wide bars; whole numbers from 1 to 9 with ties. A row is a bar
(open, high, low, close), its volume, the side of the trade that made it, and a quote. As a trade it is that volume at the close.

Every formula is that of the author named in src/indicator, put into the words of pandas: nothing here has been taken over
from there but when a figure is there at all, and how an average begins.
"""

import json
import math
import pathlib

import numpy as np
import pandas as pd

from figures import CYCLE, OPEN, SPAN, START, Numbers, nanos, number, text, times, versions

ROWS = 241
WARM = 45  # every row up to here is kept: the longest warm-up is 34
EACH = 12
COLUMNS = "open high low close volume side bid bid_size ask ask_size".split()


def prices():
    """By cents; two steps, and spikes that three rows see: the one itself, and its neighbours as their close before."""
    numbers = Numbers(11)
    cents, rows = 6_000_000, []
    for row in range(ROWS):
        still = 180 <= row < 210
        opening = cents + (0 if still else numbers.between(-1, 1))
        if row in (70, 140):
            cents += numbers.of([-1, 1]) * numbers.between(20_000, 60_000)
        cents += 0 if still else numbers.between(-4, 4)
        close = cents + (numbers.between(-200_000, 200_000) if row in (30, 100, 165) else 0)
        rows.append(bar(numbers, opening, close, 0 if still else 3, 20))
    return frame(numbers, rows, per_unit=100)


def walk():
    """Wide bars: a price may go by a tenth of itself in one, and by far more in all."""
    numbers = Numbers(12)
    cents, rows = 100_000, []
    for _ in range(ROWS):
        opening = cents
        # A little back to where it began, so that it neither dies nor leaves.
        cents += cents * numbers.between(-1_000, 1_000) // 10_000 + (100_000 - cents) // 100
        rows.append(bar(numbers, opening, cents, cents // 40, cents // 100))
    return frame(numbers, rows, per_unit=100)


def whole_numbers():
    numbers = Numbers(13)
    rows, price = [], 5
    for row in range(ROWS):
        opening = price
        price = price if row % 80 >= 60 else min(max(price + numbers.of([-2, -1, 0, 0, 1, 2]), 2), 8)
        rows.append(bar(numbers, opening, price, 0 if row % 80 >= 60 else 1, 2))
    return frame(numbers, rows, per_unit=1)


def bar(numbers, opening, close, reach, spread):
    """Four prices, what was traded, who came to take it, and a quote around the close."""
    high = max(opening, close) + numbers.below(reach + 1)
    low = min(opening, close) - numbers.below(reach + 1)
    side = numbers.of([-1, 1, 1])
    bid, ask = close - 1 - numbers.below(spread), close + 1 + numbers.below(spread)
    return [opening, high, low, close, side, bid, ask]


def frame(numbers, rows, per_unit):
    data = pd.DataFrame(rows, columns="open high low close side bid ask".split())
    for price in "open high low close bid ask".split():
        data[price] = data[price] / per_unit
    # In thousandths; where prices are whole, so few that there are ties.
    most, parts = (9_000, 1_000) if per_unit > 1 else (3, 1)
    for size in "volume bid_size ask_size".split():
        data[size] = [numbers.between(1, most) / parts for _ in rows]
    data["at"] = times(numbers, ROWS)
    return data


# What several indicators are made of.


def since(row, x):
    """Hides what was there before the warm-up was over."""
    return x.where(x.index >= row)


def ema(x, length):
    """From the first member on."""
    return x.ewm(span=length, adjust=False).mean()


def wilder(x, length):
    """As Wilder has it: the mean of the first n stands for them, and then 1 / n of each."""
    x = x.dropna()
    seeded = x[length - 1 :].copy()
    seeded[:1] = x[:length].mean()
    return seeded.ewm(alpha=1 / length, adjust=False).mean().reindex(x.index)


def strength(x, length):
    change = x.diff()
    gain, loss = wilder(change.clip(lower=0), length), wilder(-change.clip(upper=0), length)
    return 100 - 100 / (1 + gain / loss)


def true_range(d):
    before = d.close.shift()
    ranges = pd.concat([d.high - d.low, (d.high - before).abs(), (d.low - before).abs()], axis=1).max(axis=1)
    return ranges.where(before.notna())


def log(of, before):
    """Of a ratio: `np.log(of / before)` has lost half the digits of a move by a cent near 60,000."""
    return np.log1p((of - before) / before)


def root_of_mean(squares, length):
    """Window after window: sums that roll keep something of a spike that has left."""
    return np.sqrt(squares.rolling(length).apply(np.mean, raw=True))


def balance(d):
    return (np.sign(d.close.diff()).fillna(0) * d.volume).cumsum()


def flow(d):
    """As Cont, Kukanov and Stoikov say it in words: a better price brings all its size, a worse one takes away what was there."""
    bid, ask = np.sign(d.bid.diff()), np.sign(d.ask.diff())
    bids = np.select([bid > 0, bid < 0], [d.bid_size, -d.bid_size.shift()], d.bid_size.diff())
    asks = np.select([ask < 0, ask > 0], [d.ask_size, -d.ask_size.shift()], d.ask_size.diff())
    return pd.Series(bids - asks, index=d.index)


def last_rows(d, length):
    return (d.iloc[max(0, row + 1 - length) : row + 1] for row in range(len(d)))


def by_time(d):
    """With real times as its index, for what pandas does by time."""
    return d.set_index(pd.to_datetime(START + d["at"], unit="ns"))


# The indicators, each put under its name.


def averages(put, d):
    x = d.close
    put("sma (20)", x.rolling(20).mean())
    put("wma (20)", x.rolling(20).apply(lambda m: np.average(m, weights=np.arange(1, 21)), raw=True))
    put("ema (20)", since(19, ema(x, 20)))
    put("dema (10)", since(18, 2 * ema(x, 10) - ema(ema(x, 10), 10)))
    put("wilder (14)", wilder(x, 14))


def momentum(put, d):
    line = ema(d.close, 12) - ema(d.close, 26)
    signal = ema(line, 9)
    put("macd (12, 26, 9) line", since(33, line))
    put("macd (12, 26, 9) signal", since(33, signal))
    put("macd (12, 26, 9) histogram", since(33, line - signal))
    put("rsi (14)", strength(d.close, 14))
    put("rsi (2)", strength(d.close, 2))
    low, high = d.low.rolling(14).min(), d.high.rolling(14).max()
    # 0 / 0 is NaN. A range of nothing says nothing, and what was said before holds.
    raw = (100 * (d.close - low) / (high - low)).dropna()
    k = raw.rolling(3).mean()
    both = pd.DataFrame({"k": k, "d": k.rolling(3).mean()}).dropna().reindex(d.index).ffill()
    put("stochastic (14, 3, 3) k", both.k)
    put("stochastic (14, 3, 3) d", both.d)


def ranges(put, d):
    put("true_range", true_range(d))
    average = wilder(true_range(d), 14)
    put("atr (14)", average)
    up, down = d.high.diff()[1:], -d.low.diff()[1:]
    plus = 100 * wilder(up.where((up > down) & (up > 0), 0.0), 14) / average
    minus = 100 * wilder(down.where((down > up) & (down > 0), 0.0), 14) / average
    apart = (100 * (plus - minus).abs() / (plus + minus)).where(plus + minus != 0, 0.0)
    put("adx (14) plus", since(27, plus))
    put("adx (14) minus", since(27, minus))
    put("adx (14)", wilder(apart, 14))


def channels(put, d):
    mean, average = d.close.rolling(20).mean(), since(19, ema(d.close, 20))
    # Of the population; window after window, since what rolls in pandas drifts.
    deviation = d.close.rolling(20).apply(np.std, raw=True)
    reach = wilder(true_range(d), 10)
    for line, widths in (("lower", -2), ("middle", 0), ("upper", 2)):
        put(f"bollinger (20, 2) {line}", mean + widths * deviation)
        put(f"keltner (20, 10, 2) {line}", average + widths * reach)
    low, high = d.low.rolling(20).min(), d.high.rolling(20).max()
    put("donchian (20) lower", low)
    put("donchian (20) middle", (low + high) / 2)
    put("donchian (20) upper", high)


def volatilities(put, d):
    put("realised_volatility (20)", root_of_mean(log(d.close, d.close.shift()) ** 2, 20))
    reach, body = log(d.high, d.low) ** 2, log(d.close, d.open) ** 2
    put("parkinson (20)", root_of_mean(reach / (4 * np.log(2)), 20))
    put("garman_klass (20)", root_of_mean(reach / 2 - (2 * np.log(2) - 1) * body, 20))


def volumes(put, d):
    put("obv", balance(d))
    put("vwap so far", (d.close * d.volume).cumsum() / d.volume.cumsum())
    put("vwap of the last 20", [np.average(m.close, weights=m.volume) for m in last_rows(d, 20)])
    timed = by_time(d)
    worth, volume = ((timed.close * timed.volume).rolling("10s").sum(), timed.volume.rolling("10s").sum())
    put("vwap of 10 s", list(worth / volume))


def profiles(put, d, step):
    """The step is in hundredths. Volumes are counted in thousandths, so that sums of them are exact."""
    for window, length in (("so far", len(d)), ("of the last 30", 30)):
        all_profiles = [profile(members, step) for members in last_rows(d, length)]
        put(f"volume_profile {window}: point of control", [p.idxmax() * step / 100 for p in all_profiles])
        put(f"volume_profile {window}: volume there", [p.max() / 1_000 for p in all_profiles])
        put(f"volume_profile {window}: steps", [len(p) for p in all_profiles])
        areas = [value_area(p, 0.7) for p in all_profiles]
        put(f"volume_profile {window}: lower edge of 70 %", [low * step / 100 for low, _ in areas])
        put(f"volume_profile {window}: upper edge of 70 %", [(high + 1) * step / 100 for _, high in areas])


def profile(d, step):
    """By the number of the step, from low to high: of equal ones `idxmax` takes the first."""
    numbers = (d.close * 100).round().astype(int) // step
    return (d.volume * 1_000).round().astype(int).groupby(numbers).sum()


def value_area(profile, part):
    """From the fullest outward, the fuller neighbour first and the lower of equal ones, until the part is inside."""
    volumes = [-1, *profile, -1]  # outside there is less than nothing
    low = high = 1 + int(np.argmax(profile))
    while sum(volumes[low : high + 1]) < part * sum(profile):
        low, high = (low - 1, high) if volumes[low - 1] >= volumes[high + 1] else (low, high + 1)
    return profile.index[low - 1], profile.index[high - 1]


def trades_and_quotes(put, d):
    put("trade_run", (d.groupby((d.side != d.side.shift()).cumsum()).cumcount() + 1) * d.side)
    put("order_flow", flow(d))
    put("order_flow_imbalance (10)", flow(d).rolling(10).sum())
    put("quote mid", (d.bid + d.ask) / 2)
    put("quote spread", d.ask - d.bid)
    put("quote imbalance", (d.bid_size - d.ask_size) / (d.bid_size + d.ask_size))
    put("quote microprice", (d.bid * d.ask_size + d.ask * d.bid_size) / (d.bid_size + d.ask_size))


def sessions(put, made):
    """Anew with each session; at rows outside there is nothing."""
    d = made.data.loc[made.clocks["in sessions"][0]]
    by_session = d.groupby((d["at"] + START) // CYCLE)
    worth, volume = (x.groupby((d["at"] + START) // CYCLE).cumsum() for x in (d.close * d.volume, d.volume))
    put("vwap since the session began", worth / volume, "in sessions")
    for name, of in {
        "ema (5)": lambda m: ema(m.close, 5)[4:],
        "rsi (3)": lambda m: strength(m.close, 3),
        "obv": balance,
        "order_flow": lambda m: flow(m).fillna(0).cumsum(),
    }.items():
        put(f"{name} since the session began", pd.concat([of(m) for _, m in by_session]), "in sessions")


def bars(put, made):
    """Over the bars that have rows."""
    four = by_time(made.data).close.resample("10s", origin="epoch").ohlc().dropna().set_axis(made.clocks["bars"][0])
    put("atr (3) of bars of 10 s", wilder(true_range(four), 3), "bars")
    put("ema (3) of bars of 10 s", since(2, ema(four.close, 3)), "bars")


class Made:
    """One series: its columns, when figures come out, and the figures."""

    def __init__(self, data, step):
        self.data, self.step = data, step
        at = data["at"]
        inside = (at + START) % CYCLE < OPEN
        ends = sorted({(time + START) // SPAN * SPAN + SPAN - START for time in at})
        # The labels of rows, and when they come out.
        self.clocks = {
            "each": (data.index, list(at)),
            "in sessions": (data.index[inside], list(at[inside])),
            "bars": (pd.RangeIndex(len(ends)), ends),
        }
        self.figures = {}
        for group in (averages, momentum, ranges, channels, volatilities, volumes, trades_and_quotes):
            group(self.put, data)
        profiles(self.put, data, step)
        sessions(self.put, self)
        bars(self.put, self)

    def put(self, name, values, clock="each"):
        labels, _ = self.clocks[clock]
        values = values.reindex(labels) if isinstance(values, pd.Series) else pd.Series(values, index=labels)
        assert name not in self.figures, name
        self.figures[name] = (clock, [number(value) for value in values])


def kept(length):
    return sorted({*range(min(length, WARM)), *range(0, length, EACH), length - 1})


def main():
    all_series = {
        "prices": Made(prices(), step=5),
        "walk": Made(walk(), step=2_500),
        "whole numbers": Made(whole_numbers(), step=200),
    }
    lengths = sorted({len(at) for made in all_series.values() for _, at in made.clocks.values()})
    names = list(all_series["prices"].figures)
    lines = [
        '"made with": ' + json.dumps(versions()),
        f'"start": {START}',
        '"series": {\n' + ",\n".join(columns(name, made) for name, made in all_series.items()) + "\n}",
        '"kept": ' + json.dumps({str(length): text(kept(length)) for length in lengths}),
        '"figures": {\n' + ",\n".join(figure(name, all_series) for name in names) + "\n}",
    ]
    target = pathlib.Path(__file__).with_name("indicators.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
    print(f"{len(names)} figures of {len(all_series)} series")


def columns(name, made):
    values = [f'"{column}": "{text(made.data[column].tolist())}"' for column in COLUMNS]
    clocks = [f'"{clock}": "{text(int(time) for time in at)}"' for clock, (_, at) in made.clocks.items()]
    step = f'"step": "{text([made.step / 100])}"'
    return f'"{name}": {{\n' + ",\n".join([step, *values]) + ',\n"times": {\n' + ",\n".join(clocks) + "\n}}"


def figure(name, all_series):
    values = {}
    for key, made in all_series.items():
        all_values = made.figures[name][1]
        values[key] = text(all_values[row] for row in kept(len(all_values)))
    told = {"at": all_series["prices"].figures[name][0], "values": values}
    return f'"{name}": ' + json.dumps(told)


if __name__ == "__main__":
    main()
