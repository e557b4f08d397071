"""What the five recipes share: tables as CSV, random rows to compare with, and errors that are printed and checked."""

import sys

import numpy as np

ROUNDING = 1e-9  # far above what rounding costs, far below what a reader of a mean would notice
WIDTH = 68  # of the names of what is compared, in characters


def write(path, columns):
    """Writes a dict of columns as CSV. A missing number (nan) becomes an empty cell."""
    texts = [["" if value != value else repr(value) for value in np.asarray(column).tolist()] for column in columns.values()]
    with open(path, "w") as file:
        file.write(",".join(columns) + "\n")
        file.writelines(",".join(row) + "\n" for row in zip(*texts))
    print(f"{path}: {len(texts[0]):,} rows")


def read(path):
    """Reads a CSV file of numbers and gaps as a dict of columns."""
    with open(path) as file:
        names = file.readline().rstrip("\n").split(",")
        cells = [line.rstrip("\n").split(",") for line in file]
    return {name: np.array([float(cell or "nan") for cell in column]) for name, column in zip(names, zip(*cells))}


def random_rows(weights, size, rng, groups=None):
    """Draws rows with probabilities in proportion to their weights; from each group its share. Returns rows and new weights."""
    order = rng.permutation(len(weights)) if groups is None else np.lexsort((rng.random(len(weights)), groups))
    upto = np.cumsum(np.abs(weights)[order])
    rows = order[np.searchsorted(upto, (np.arange(size) + rng.random()) * upto[-1] / size)]
    return rows, np.sign(weights[rows]) * upto[-1] / size


def quantile(values, weights, level):
    """The smallest value up to which lies this share of the weight."""
    order = np.argsort(values)
    upto = np.cumsum(weights[order])
    return values[order][np.searchsorted(upto, level * upto[-1] * (1 - 1e-12))]


def covariance(values, weights):
    """Covariances of the columns of a matrix."""
    centred = values - weights @ values / weights.sum()
    return (centred * weights[:, None]).T @ centred / weights.sum()


class Comparison:
    """Errors of a coreset, each beside that of as many random rows (root mean square of 20 draws).

    A quantity is a function of columns and weights that gives a number or an array. Errors are relative to the exact values, or to
    a given scale; of an array the worst entry counts.
    """

    failed = False

    def __init__(self, job, full, weights, kept, kept_weights, groups=None):
        self.job, self.full, self.kept = job, (full, weights), (kept, kept_weights)
        rng = np.random.default_rng(1)
        drawn = [random_rows(weights, len(kept_weights), rng, groups) for _ in range(20)]
        self.draws = [({name: column[rows] for name, column in full.items()}, w) for rows, w in drawn]
        heading = f"{len(weights):,} rows -> {len(kept_weights):,}; worst relative errors"
        print(f"{heading:<{WIDTH}} coreset   random rows")

    def same(self, name, quantity, scale=None):
        """Checks that a quantity is preserved to rounding."""
        coreset, draws = self._errors(quantity, scale)
        self._print(name, coreset, draws, coreset <= ROUNDING)

    def closer(self, times, name, quantity, scale=None):
        """Checks that the error is so many times smaller than that of random rows."""
        coreset, draws = self._errors(quantity, scale)
        self._print(name, coreset, draws, coreset * times <= draws)

    def show(self, name, quantity, scale=None):
        """Claims nothing: for quantities that a coreset is not made for."""
        self._print(name, *self._errors(quantity, scale), None)

    def _errors(self, quantity, scale):
        exact = np.asarray(quantity(*self.full))
        scale = np.abs(exact) if scale is None else scale
        coreset, *draws = [np.max(np.abs(quantity(*table) - exact) / scale) for table in [self.kept, *self.draws]]
        return coreset, np.sqrt(np.mean(np.square(draws)))

    def _print(self, name, coreset, draws, holds):
        word = "--" if holds is None else "ok" if holds else "FAILED"
        print(f"{word} {self.job}: {name:<{WIDTH - len(word) - len(self.job) - 3}} {coreset:7.1e}   {draws:7.1e}")
        Comparison.failed |= word == "FAILED"


def run(make, check):
    """Runs the step that the command line names."""
    steps = {"make": make, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in steps:
        sys.exit(f"usage: python3 {sys.argv[0]} make|check")
    steps[sys.argv[1]]()
    sys.exit(1 if Comparison.failed else 0)
