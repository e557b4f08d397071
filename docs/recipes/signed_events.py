"""Signed events: fewer simulated events, of both signs of the weight, with the same cross sections and means."""

import numpy as np

from recipe import Comparison, covariance, read, run, write

COLUMNS = ["mass", "rapidity", "pt", "ht"]


def make():
    """100,000 events of a next-to-leading-order generator. A fifth have negative weights, most of these at low pt with jets."""
    rng = np.random.default_rng(23)
    events = 100_000
    jets = np.minimum(rng.poisson(0.7, events), 3)
    mass = 91.2 + 1.25 * np.clip(rng.standard_cauchy(events), -25, 25)
    rapidity = 2.2 * np.tanh(rng.normal(0, 0.7, events))
    pt = rng.gamma(1.6, 9, events) * (1 + 0.8 * jets)
    ht = jets * 25 + rng.exponential(18, events) * (jets + 0.3)
    negative = rng.random(events) < 0.35 * np.exp(-pt / 60) * (0.5 + 0.4 * jets)
    weight = np.where(negative, -1, 1) * 0.02 * rng.lognormal(0, 0.3, events)
    write("events.csv", {"jets": jets, "mass": mass, "rapidity": rapidity, "pt": pt, "ht": ht, "w": weight})


def values(t):
    return np.stack([t[name] for name in COLUMNS], axis=1)


def with_jets(f):
    """The sums of f over the events of 0, 1, 2 and 3 or more jets."""
    return lambda t, w: np.bincount(t["jets"].astype(int), w * f(t, w), 4)


def step(x):
    """A selection that sets in smoothly."""
    return 1 / (1 + np.exp(-x))


def histogram(name, low, high):
    return lambda t, w: np.histogram(t[name], np.linspace(low, high, 17), weights=w)[0] / w.sum()


def pt_bins(t, w):
    """Cross sections in bins of pt, 10 GeV wide and the last open, by number of jets."""
    place = 9 * t["jets"].astype(int) + np.minimum(np.floor(t["pt"] / 10), 8).astype(int)
    return np.bincount(place, w, 36) / w.sum()


def check():
    full = read("events.csv")
    deviations = np.sqrt(np.diag(covariance(values(full), full["w"])))

    def compare(job, path):
        kept = read(path)
        c = Comparison(job, full, full["w"], kept, kept["weight"], full["jets"])
        c.same("cross sections by number of jets", with_jets(lambda t, w: 1))
        c.same("weight of negative events by number of jets", with_jets(lambda t, w: w < 0))
        c.same("means of all columns", lambda t, w: w @ values(t) / w.sum(), deviations)
        c.same("covariances", lambda t, w: covariance(values(t), w), np.outer(deviations, deviations))
        return c

    c = compare("signed events", "few-events.csv")
    c.closer(3, "mean transverse mass", lambda t, w: np.sum(w * np.hypot(t["mass"], t["pt"])) / w.sum())
    c.closer(3, "mean cosh(rapidity)", lambda t, w: np.sum(w * np.cosh(t["rapidity"])) / w.sum())
    c.closer(3, "smooth selection in pt and ht", lambda t, w: np.sum(w * step((t["pt"] - 30) / 5) * step((t["ht"] - 40) / 10)))
    c.show("cross section of pt > 30", lambda t, w: np.sum(w * (t["pt"] > 30)))
    c.show("cross section of |mass - 91.2| < 2", lambda t, w: np.sum(w * (np.abs(t["mass"] - 91.2) < 2)))
    c.show("histogram of pt (16 bins), share of all", histogram("pt", 0, 80), 1)
    c.show("histogram of rapidity (16 bins), share of all", histogram("rapidity", -2, 2), 1)

    c = compare("events in bins", "binned-events.csv")
    c.same("pt in bins by number of jets, share of all", pt_bins, 1)
    c.same("cross section of pt > 30", lambda t, w: np.sum(w * (t["pt"] > 30)))
    c.closer(3, "smooth selection in pt and ht", lambda t, w: np.sum(w * step((t["pt"] - 30) / 5) * step((t["ht"] - 40) / 10)))
    c.show("histogram of rapidity (16 bins), share of all", histogram("rapidity", -2, 2), 1)


if __name__ == "__main__":
    run(make, check)
