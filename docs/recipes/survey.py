"""A survey: fewer respondents with the same weighted means in every region, where some have not answered."""

import numpy as np

from recipe import Comparison, quantile, read, run, write

REGIONS = 8


def make():
    """40,000 respondents with design weights. A fifth do not tell their income, more often the rich; many of the old pay no rent."""
    rng = np.random.default_rng(31)
    people = 40_000
    region = rng.choice(REGIONS, people, p=[0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02])
    age = np.round(18 + 70 * rng.beta(1.5, 2.2, people))
    hours = np.where(age < 66, np.clip(rng.normal(34, 11, people), 0, 70), 0).round()
    income = np.round(np.exp(rng.normal(7.4 + 0.04 * region + 0.012 * hours - 0.0004 * (age - 50) ** 2, 0.45)))
    rent = np.round(200 + 0.22 * income + 30 * region + rng.gamma(3, 60, people))
    income_told = np.where(rng.random(people) < 1 / (1 + np.exp(2.6 - income / 2500)), np.nan, income)
    rent = np.where((rng.random(people) < 0.05) | ((age > 60) & (rng.random(people) < 0.4)), np.nan, rent)
    weight = np.round(rng.lognormal(6, 0.5, people) * (1 + (age < 30)), 1)  # the young answer less
    write("survey.csv", {"region": region, "age": age, "hours": hours, "income": income_told, "rent": rent, "w": weight})


def answered(t, *names):
    return ~np.isnan(sum((t[name] for name in names), np.zeros(len(t["age"]))))


def by_region(f, *names):
    """Weighted means of f in every region, over the people who answered the named questions."""
    def quantity(t, w):
        here = answered(t, *names)
        region, w = t["region"][here].astype(int), w[here]
        return np.bincount(region, w * f(t)[here], REGIONS) / np.bincount(region, w, REGIONS)
    return quantity


def mean_of(f, *names):
    """The weighted mean of f over all people who answered the named questions."""
    return lambda t, w: np.average(f(t)[answered(t, *names)], weights=w[answered(t, *names)])


def correlation(t, w):
    """Of income and rent in every region, over the people who told both."""
    both = lambda f: by_region(f, "income", "rent")(t, w)
    x, y = lambda t: t["income"], lambda t: t["rent"]
    covariance = lambda f, g: both(lambda t: f(t) * g(t)) - both(f) * both(g)
    return covariance(x, y) / np.sqrt(covariance(x, x) * covariance(y, y))


def fit(t, w):
    """Income predicted from age and hours by weighted least squares, at age 40 and 35 hours, and its two slopes."""
    here = answered(t, "income")
    x = np.stack([np.ones(here.sum()), t["age"][here] - 40, t["hours"][here] - 35], axis=1)
    return np.linalg.solve(x.T @ (w[here][:, None] * x), x.T @ (w * t["income"])[here])


def income_quantile(level):
    return lambda t, w: quantile(t["income"][answered(t, "income")], w[answered(t, "income")], level)


def check():
    full, kept = read("survey.csv"), read("few-people.csv")
    w, complete = full["w"], answered(full, "income", "rent")
    biased = by_region(lambda t: t["income"], "income", "rent")(full, w) / by_region(lambda t: t["income"], "income")(full, w) - 1
    print(f"without the rows with gaps: {np.mean(~complete):.0%} of the rows lost, mean incomes wrong by up to {np.max(np.abs(biased)):.1%}")

    c = Comparison("survey", full, w, kept, kept["weight"], full["region"])
    c.same("people in every region", lambda t, w: np.bincount(t["region"].astype(int), w, REGIONS))
    for name in ["age", "hours", "income", "rent"]:
        c.same(f"mean {name} in every region", by_region(lambda t: t[name], name))
    for name in ["income", "rent"]:
        c.same(f"share who told the {name} in every region", by_region(lambda t: answered(t, name)))
    c.same("correlation of income and rent in every region", correlation, 1)
    c.same("income predicted from age and hours", fit)
    c.closer(4, "mean log income in every region", by_region(lambda t: np.log(t["income"]), "income"))
    c.closer(4, "mean rent / income", mean_of(lambda t: t["rent"] / t["income"], "income", "rent"))
    c.show("share of incomes below 1500", mean_of(lambda t: t["income"] < 1500, "income"))
    c.show("mean income under 30", lambda t, w: mean_of(lambda t: t["income"], "income")(t, w * (t["age"] < 30)))
    c.show("median income", income_quantile(0.5))
    c.show("90% quantile of income", income_quantile(0.9))


if __name__ == "__main__":
    run(make, check)
