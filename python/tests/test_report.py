"""Pages about coresets."""
import numpy as np
import pytest

import polylog


def made(rows=3000, columns=3, seed=0):
    return np.random.default_rng(seed).normal(size=(rows, columns))


def test_a_page_tells_what_was_kept(tmp_path):
    report = polylog.compress(made(), size=100).report()
    assert report.html.startswith("<!DOCTYPE html>")
    assert "100 of 3,000 rows are kept" in report.html
    assert "20 random subsets" in report.html
    assert "<script" not in report.html and "http:" not in report.html
    report.save(tmp_path / "r.html")
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == report.html
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_columns_have_their_names_and_these_stay_text():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(made(), columns=["<b>bold</b>", "two\nlines", "חם"])
    html = polylog.compress(table, size=100).report("a <title>").html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html and "two lines" in html and "חם" in html
    assert "<b>bold" not in html and "a &lt;title&gt;" in html


def test_a_notebook_shows_the_page_in_a_frame_of_its_own():
    coreset = polylog.compress(made(), size=100)
    shown = coreset._repr_html_()
    assert shown.startswith("<iframe") and 'sandbox=""' in shown and "&lt;!DOCTYPE html&gt;" in shown


def test_targets_and_whole_tables_have_pages():
    X = made()
    assert "squared loss" in polylog.compress(X, X[:, 0] ** 2, loss="squared", size=100).report().html
    assert "All rows that differ are kept" in polylog.compress(X[:50], size=50).report().html


def test_without_the_table_there_is_no_page():
    import pickle

    coreset = pickle.loads(pickle.dumps(polylog.compress(made(), size=100)))
    with pytest.raises(ValueError, match="The table is not at hand"):
        coreset.report()
    assert coreset._repr_html_() is None


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(OSError):
        polylog.compress(made(), size=100).report().save(tmp_path / "nowhere" / "r.html")
    assert list(tmp_path.iterdir()) == []
