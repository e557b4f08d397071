"""Times polylog.compress, and the command on the same rows: the shortest of seven runs each.

Usage: python3 benchmarks/python/speed.py [the command, such as polylog]. The package has to be installed.
"""
import os
import subprocess
import sys
import tempfile
import time

import numpy as np
import polylog

RUNS = 7
CASES = [(10_000, 3, 1_000, 5), (1_000_000, 3, 10_000, 5), (1_000_000, 10, 1_000, 2)]


def shortest_time(work):
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main(command):
    print("| rows, columns, kept, order | C array | column by column | float32 | the command |")
    print("| --- | --- | --- | --- | --- |")
    for rows, columns, size, order in CASES:
        X = np.random.default_rng(0).uniform(size=(rows, columns))
        shapes = [X, np.asfortranarray(X), X.astype(np.float32)]
        times = [shortest_time(lambda table=table: polylog.compress(table, size=size, order=order)) for table in shapes]
        cells = [f"{seconds * 1000:.0f} ms" for seconds in times]
        cells.append(f"{command_time(command, X, size, order) * 1000:.0f} ms" if command else "-")
        print(f"| {rows:,}, {columns}, {size:,}, {order} | {' | '.join(cells)} |")


def command_time(command, X, size, order):
    with tempfile.TemporaryDirectory() as folder:
        source, output = os.path.join(folder, "x.npy"), os.path.join(folder, "kept.parquet")
        np.save(source, X)
        line = [*command, "compress", source, "--size", str(size), "--order", str(order), "-o", output]
        return shortest_time(lambda: subprocess.run(line, check=True, capture_output=True))


if __name__ == "__main__":
    main(sys.argv[1:])
