"""Price paths: fewer scenarios of 24 hourly prices with the same expected spread and the same mean of its worst 5%."""

import numpy as np

from recipe import Comparison, covariance, quantile, read, run, write

HOURS = [f"h{hour:02}" for hour in range(24)]


def make():
    """10,000 days of hourly prices of electricity: a daily shape, a level that returns to its mean, and rare spikes in the evening."""
    rng = np.random.default_rng(11)
    paths, hour = 10_000, np.arange(24)
    shape = 60 + 18 * np.exp(-((hour - 8) ** 2) / 6) + 30 * np.exp(-((hour - 19) ** 2) / 8) - 15 * np.exp(-((hour - 13) ** 2) / 10)
    level, noise = np.zeros((paths, 24)), rng.normal(0, 4, (paths, 24))
    level[:, 0] = rng.normal(0, 12, paths)
    for h in hour[1:]:
        level[:, h] = 0.9 * level[:, h - 1] + noise[:, h]
    spike = np.where(rng.random(paths) < 0.08, rng.gamma(2, 60, paths), 0)
    price = shape * rng.lognormal(0, 0.15, (paths, 1)) + level
    price += spike[:, None] * np.exp(-((hour - rng.normal(18, 2, (paths, 1))) ** 2) / 4)
    write("paths.csv", dict(zip(HOURS, price.T)))


def prices(t):
    return np.stack([t[hour] for hour in HOURS], axis=1)


def spread(t):
    return prices(t).max(axis=1) - prices(t).min(axis=1)


def four_hours(t):
    """What a store gains that buys in the four cheapest hours and sells in the four dearest."""
    ordered = np.sort(prices(t), axis=1)
    return ordered[:, -4:].mean(axis=1) - ordered[:, :4].mean(axis=1)


def mean(f):
    return lambda t, w: np.sum(w * f(t)) / w.sum()


def tail_mean(f, share):
    """Mean of the largest values of f that have this share of the weight (expected shortfall)."""
    def quantity(t, w):
        values = f(t)
        order = np.argsort(-values)
        upto = np.minimum(np.cumsum(w[order]), share * w.sum())
        return np.sum(np.diff(upto, prepend=0) * values[order]) / upto[-1]
    return quantity


def check():
    full, kept = read("paths.csv"), read("few-paths.csv")
    weights = np.ones(len(full["h00"]))
    deviations = np.sqrt(np.diag(covariance(prices(full), weights)))

    c = Comparison("price paths", full, weights, kept, kept["weight"])
    c.same("mean price of every hour", lambda t, w: w @ prices(t) / w.sum())
    c.same("covariances of all hours", lambda t, w: covariance(prices(t), w), np.outer(deviations, deviations))
    c.same("expected spread", mean(spread))
    c.same("spread, mean of its largest 5%", tail_mean(spread, 0.05))
    for share in [0.1, 0.025, 0.01]:
        c.closer(3, f"spread, mean of its largest {100 * share:g}%", tail_mean(spread, share))
    c.closer(3, "expected gain of four hours", mean(four_hours))
    c.closer(3, "gain of four hours, mean of its largest 5%", tail_mean(four_hours, 0.05))
    c.show("median of the spread", lambda t, w: quantile(spread(t), w, 0.5))
    c.show("95% quantile of the spread", lambda t, w: quantile(spread(t), w, 0.95))
    c.show("price at 13 h, mean of its lowest 1%", tail_mean(lambda t: -t["h13"], 0.01))
    c.show("share of days with a price above 200", mean(lambda t: prices(t).max(axis=1) > 200))


if __name__ == "__main__":
    run(make, check)
