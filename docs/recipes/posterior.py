"""A posterior sample: fewer draws of 20 parameters with the same means and covariances."""

import numpy as np

from recipe import Comparison, covariance, quantile, read, run, write

GROUPS = 17
NAMES = ["mu", "log_tau", "log_sigma"] + [f"theta{group:02}" for group in range(1, GROUPS + 1)]


def make():
    """20,000 Gibbs draws from the posterior of a hierarchical model: 17 groups of 12 measurements around a common mean."""
    rng = np.random.default_rng(43)
    each, burn_in = 12, 500
    data = rng.normal(5, 3, GROUPS)[:, None] + rng.normal(0, 8, (GROUPS, each))
    theta, tau2, sigma2 = data.mean(axis=1), 9.0, 64.0
    draws = np.empty((20_000, len(NAMES)))
    for step in range(-burn_in, len(draws)):
        mu = rng.normal(theta.mean(), np.sqrt(tau2 / GROUPS))
        tau2 = (4 + 0.5 * np.sum((theta - mu) ** 2)) / rng.gamma(2 + GROUPS / 2)
        sigma2 = (64 + 0.5 * np.sum((data - theta[:, None]) ** 2)) / rng.gamma(2 + GROUPS * each / 2)
        precision = each / sigma2 + 1 / tau2
        theta = rng.normal((data.sum(axis=1) / sigma2 + mu / tau2) / precision, 1 / np.sqrt(precision))
        if step >= 0:
            draws[step] = mu, 0.5 * np.log(tau2), 0.5 * np.log(sigma2), *theta
    write("draws.csv", dict(zip(NAMES, draws.T)))


def values(t):
    return np.stack([t[name] for name in NAMES], axis=1)


def mean(f):
    return lambda t, w: np.sum(w * f(t)) / w.sum()


def quantiles(level):
    return lambda t, w: np.array([quantile(t[name], w, level) for name in NAMES])


def check():
    full = read("draws.csv")
    weights = np.ones(len(full["mu"]))
    deviations = np.sqrt(np.diag(covariance(values(full), weights)))

    def compare(job, path):
        kept = read(path)
        c = Comparison(job, full, weights, kept, kept["weight"])
        c.same("means / deviation", lambda t, w: w @ values(t) / w.sum(), deviations)
        c.same("covariances", lambda t, w: covariance(values(t), w), np.outer(deviations, deviations))
        c.closer(5, "mean of tau = exp(log_tau)", mean(lambda t: np.exp(t["log_tau"])))
        c.closer(5, "mean shrinkage factor", mean(lambda t: 1 / (1 + np.exp(2 * t["log_sigma"] - 2 * t["log_tau"]) / 12)))
        c.closer(5, "chance of a next value above 20", mean(lambda t: 1 / (1 + np.exp(1.7 * (20 - t["mu"]) / np.exp(t["log_sigma"])))))
        return c

    c = compare("posterior", "few-draws.csv")
    for level in [0.05, 0.5, 0.95]:
        c.show(f"{level:.0%} quantiles / deviation", quantiles(level), deviations)
    c.show("chance of each group to be the best", lambda t, w: np.bincount(values(t)[:, 3:].argmax(axis=1), w, GROUPS) / w.sum(), 1)
    c.show("mean of the best group", mean(lambda t: values(t)[:, 3:].max(axis=1)))

    c = compare("marked posterior", "marked-draws.csv")
    for level in [0.05, 0.95]:
        c.closer(2, f"{level:.0%} quantiles / deviation", quantiles(level), deviations)
    c.show("50% quantiles / deviation", quantiles(0.5), deviations)


if __name__ == "__main__":
    run(make, check)
