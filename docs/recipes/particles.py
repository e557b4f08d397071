"""Particles: fewer macro-particles with the charge, momentum and energy of every cell."""

import numpy as np

from recipe import Comparison, quantile, read, run, write

CELLS = 100


def make():
    """200,000 electrons in a row of 100 cells: a plasma with a gradient of density, and a beam that crosses it."""
    rng = np.random.default_rng(7)
    plasma, beam = 180_000, 20_000
    x = np.concatenate([CELLS * rng.random(plasma), np.clip(rng.normal(35, 12, beam), 0, 99.999)])
    momentum = rng.normal(0, 0.15, (plasma + beam, 3))  # in units of m c
    momentum[:plasma, 0] += 0.05 * np.sin(2 * np.pi * x[:plasma] / 50)
    momentum[plasma:] = rng.normal([2.0, 0, 0], [0.2, 0.05, 0.05], (beam, 3))
    weight = np.concatenate([1e6 * (1 + x[:plasma] / 50), np.full(beam, 5e5)]) * rng.uniform(0.5, 1.5, plasma + beam)
    energy = np.sqrt(1 + np.sum(momentum**2, axis=1)) - 1  # kinetic, in units of m c^2: no polynomial of the momentum
    px, py, pz = momentum.T
    write("particles.csv", {"cell": np.floor(x).astype(int), "x": x, "px": px, "py": py, "pz": pz, "energy": energy, "w": weight})


def check():
    full, kept = read("particles.csv"), read("few-particles.csv")

    def in_cells(f):
        """The sums of f over the cells."""
        return lambda t, w: np.bincount(t["cell"].astype(int), w * f(t), CELLS)

    def size(f):
        """What the errors of a sum of both signs are relative to: the sum of its absolute values."""
        return in_cells(lambda t: np.abs(f(t)))(full, full["w"])

    def near_nodes(t, w):
        """Charge on the nodes of the grid, shared linearly between the two next to a particle."""
        cell = t["cell"].astype(int)
        return np.bincount(cell, w * (cell + 1 - t["x"]), CELLS + 1) + np.bincount(cell + 1, w * (t["x"] - cell), CELLS + 1)

    def histogram(t, w):
        return np.histogram(t["px"], np.linspace(-0.5, 0.5, 21), weights=w)[0] / w.sum()

    c = Comparison("particles", full, full["w"], kept, kept["weight"], full["cell"])
    c.same("charge of every cell", in_cells(lambda t: np.ones(len(t["x"]))))
    for p in ["px", "py", "pz"]:
        c.same(f"momentum {p} of every cell", in_cells(lambda t: t[p]), size(lambda t: t[p]))
    c.same("energy of every cell", in_cells(lambda t: t["energy"]))
    c.same("charge on every node of the grid", near_nodes)
    for p in ["px", "py"]:
        current = lambda t: t[p] / (1 + t["energy"])
        c.closer(10, f"current j{p[1]} of every cell", in_cells(current), size(current))
    c.closer(10, "pressure px vx of every cell", in_cells(lambda t: t["px"] ** 2 / (1 + t["energy"])))
    c.closer(3, "fourth moment of px in every cell", in_cells(lambda t: t["px"] ** 4))
    c.show("charge of the beam (px > 1)", lambda t, w: np.sum(w * (t["px"] > 1)))
    c.show("energy in particles of energy > 1", lambda t, w: np.sum(w * t["energy"] * (t["energy"] > 1)))
    c.show("charge of every half of a cell", lambda t, w: np.bincount((2 * t["x"]).astype(int), w, 2 * CELLS))
    c.show("histogram of px (20 bins), share of all", histogram, 1)
    c.show("99% quantile of py", lambda t, w: quantile(t["py"], w, 0.99))


if __name__ == "__main__":
    run(make, check)
