"""The estimators of scikit-learn."""
import numpy as np
import polylog
import pytest

pytest.importorskip("sklearn")
from polylog.sklearn import CompressedClassifier, CompressedRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

X = np.random.default_rng(0).normal(size=(4_000, 3))
Y = X @ [1.0, -2.0, 0.5] + 3 + np.random.default_rng(1).normal(size=4_000)
LABELS = np.where(Y > 3, "high", "low")


@parametrize_with_checks([
    CompressedRegressor(LinearRegression()), CompressedRegressor(Ridge(), size=40), CompressedClassifier(LogisticRegression()),
    CompressedClassifier(LogisticRegression(), size=60),
])
def test_scikit_learns_own_checks(estimator, check):
    check(estimator)


def test_least_squares_are_those_of_all_rows():
    few = CompressedRegressor(LinearRegression(), size=200, order=2).fit(X, Y)
    np.testing.assert_allclose(few.estimator_.coef_, LinearRegression().fit(X, Y).coef_, atol=1e-9)
    assert len(few.coreset_) <= 200 and few.coreset_.source_rows == 4_000


def test_cross_validation_and_grid_search():
    scores = cross_val_score(make_pipeline(StandardScaler(), CompressedRegressor(Ridge(), size=200)), X, Y, cv=3)
    assert scores.min() > 0.8
    search = GridSearchCV(CompressedClassifier(LogisticRegression(), size=200), {"size": [100, 300], "estimator__C": [0.1, 1.0]}, cv=3)
    search.fit(X, LABELS)
    assert search.score(X, LABELS) > 0.8
    assert search.predict_proba(X).shape == (4_000, 2)


def test_grid_search_on_several_processes():
    search = GridSearchCV(CompressedRegressor(Ridge()), {"size": [100, 200]}, cv=2, n_jobs=2).fit(X, Y)
    assert search.best_score_ > 0.8


def test_rows_of_weight_zero_are_left_out():
    weights = (np.arange(4_000) % 2).astype(float)
    few = CompressedRegressor(LinearRegression(), size=200, order=2).fit(X, Y, sample_weight=weights)
    np.testing.assert_allclose(few.estimator_.coef_, LinearRegression().fit(X[1::2], Y[1::2]).coef_, atol=1e-9)
    assert (few.coreset_.indices % 2 == 1).all()


def test_several_targets_and_trees():
    few = CompressedRegressor(RandomForestRegressor(n_estimators=5, random_state=0), fraction=0.1).fit(X, np.column_stack([Y, -Y]))
    assert few.predict(X).shape == (4_000, 2)


def test_estimators_without_weights_are_refused():
    with pytest.raises(TypeError, match="KNeighborsRegressor takes no sample_weight"):
        CompressedRegressor(KNeighborsRegressor()).fit(X, Y)


def test_bad_options_are_told():
    with pytest.raises(ValueError, match="size is 0"):
        CompressedRegressor(Ridge(), size=0).fit(X, Y)
    assert isinstance(CompressedRegressor(Ridge(), size=50).fit(X, Y).coreset_, polylog.Coreset)
