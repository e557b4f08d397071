"""Estimators of scikit-learn that train on a coreset: compression is a step inside ``fit``.

There is no transformer here, because a transformer may not change the number of rows.
"""
from __future__ import annotations

from typing import Any, Optional

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, RegressorMixin, clone
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, has_fit_parameter

from ._compress import compress_input
from ._coreset import Coreset
from ._input import read
from ._options import option_text, whole

try:
    from sklearn.utils.validation import validate_data as _validate_data
except ImportError:  # before scikit-learn 1.6 it is a method
    def _validate_data(estimator: Any, *arrays: Any, **options: Any) -> Any:
        return estimator._validate_data(*arrays, **options)

__all__ = ["CompressedClassifier", "CompressedRegressor"]


def _has(method: str) -> Any:
    def check(self: Any) -> bool:
        getattr(self.estimator_ if hasattr(self, "estimator_") else self.estimator, method)
        return True

    return check


class _Compressed(MetaEstimatorMixin, BaseEstimator):
    """What both have."""

    def __init__(
        self, estimator: Any, *, size: Optional[int] = None, fraction: Optional[float] = None, order: Optional[int] = None,
        loss: str = "squared", use: str = "any", functions: str = "auto", effort: str = "balanced", n_jobs: Optional[int] = None,
        random_state: Any = 0,
    ) -> None:
        self.estimator = estimator
        self.size = size
        self.fraction = fraction
        self.order = order
        self.loss = loss
        self.use = use
        self.functions = functions
        self.effort = effort
        self.n_jobs = n_jobs
        self.random_state = random_state

    def _fit(self, X: np.ndarray, y: np.ndarray, sample_weight: Any) -> Any:
        if not has_fit_parameter(self.estimator, "sample_weight"):
            raise TypeError(
                f"{type(self.estimator).__name__} takes no sample_weight, so it cannot be trained on a coreset; choose an estimator that "
                "does.")
        weights = None if sample_weight is None else _check_sample_weight(sample_weight, X, dtype=np.float64)
        rows = np.arange(len(X))
        if weights is not None and (weights == 0).any():
            # They are never kept, and a share of the rows does not count them.
            rows = np.flatnonzero(weights)
            if len(rows) == 0:
                raise ValueError("All sample weights are zero; at least one must be positive.")
        size = None if self.size is None else min(whole("size", self.size), len(rows))
        options = option_text(
            size=size, fraction=self.fraction, order=self.order, use=self.use, functions=self.functions, effort=self.effort,
            n_jobs=self.n_jobs, random_state=self.random_state)
        source = read(X[rows], y[rows], sample_weight=None if weights is None else weights[rows], loss=self.loss)
        self.coreset_: Coreset = compress_input(source, options)
        self.coreset_._source = None
        kept = rows[self.coreset_.indices]
        self.estimator_ = clone(self.estimator).fit(X[kept], y[kept], sample_weight=self.coreset_.weights)
        # Of the table as it was given, which has rows of weight 0.
        self.coreset_.indices, self.coreset_.source_rows = kept, len(X)
        return self

    def _checked(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        return _validate_data(self, X, reset=False, dtype=np.float64)

    def predict(self, X: Any) -> np.ndarray:
        """Predictions of the estimator that was trained on the coreset.

        Parameters
        ----------
        X : array-like, shape (n_rows, n_columns)

        Returns
        -------
        ndarray, shape (n_rows,) or (n_rows, n_targets)
        """
        X = self._checked(X)
        return self.estimator_.predict(X)


class CompressedRegressor(RegressorMixin, _Compressed):
    """Trains a regressor on a coreset of the rows.

    Parameters
    ----------
    estimator : regressor
        Takes ``sample_weight`` in ``fit``. It is cloned.
    size : int, optional
        Rows to keep at most; a table of fewer rows is kept as it is.
    fraction : float, optional
        Share of the rows to keep; a tenth where no size is given.
    loss : {'squared', 'least-squares', 'poisson', 'logistic'}
        What a model is judged by.
    order, use, functions, effort, n_jobs, random_state
        As for :func:`polylog.compress`.

    Attributes
    ----------
    coreset_ : Coreset
    estimator_ : regressor
        Trained on the kept rows and their weights.
    n_features_in_ : int
    feature_names_in_ : ndarray of str, shape (n_columns,)
        Where the columns have names.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LinearRegression
    >>> from polylog.sklearn import CompressedRegressor
    >>> X = np.random.default_rng(0).normal(size=(5_000, 3))
    >>> y = X @ [1.0, -2.0, 0.5] + 3
    >>> few = CompressedRegressor(LinearRegression(), size=100).fit(X, y)
    >>> few.estimator_.coef_.round(6).tolist()
    [1.0, -2.0, 0.5]
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> CompressedRegressor:
        """Compress the rows and train on what is kept.

        Parameters
        ----------
        X : array-like, shape (n_rows, n_columns)
        y : array-like, shape (n_rows,) or (n_rows, n_targets)
        sample_weight : array-like, shape (n_rows,), optional

        Returns
        -------
        self
        """
        X, y = _validate_data(self, X, y, dtype=np.float64, multi_output=True, y_numeric=True)
        return self._fit(X, y, sample_weight)

    def _more_tags(self) -> dict[str, Any]:  # before scikit-learn 1.6
        return {"multioutput": True}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


class CompressedClassifier(ClassifierMixin, _Compressed):
    """Trains a classifier on a coreset of the rows. Each class is compressed on its own, and its weight is preserved.

    Parameters
    ----------
    estimator : classifier
        Takes ``sample_weight`` in ``fit``. It is cloned.
    size : int, optional
        Rows to keep at most; a table of fewer rows is kept as it is.
    fraction : float, optional
        Share of the rows to keep; a tenth where no size is given.
    order, use, functions, effort, n_jobs, random_state
        As for :func:`polylog.compress`.

    Attributes
    ----------
    classes_ : ndarray, shape (n_classes,)
    coreset_ : Coreset
    estimator_ : classifier
        Trained on the kept rows and their weights.
    n_features_in_ : int
    feature_names_in_ : ndarray of str, shape (n_columns,)
        Where the columns have names.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from polylog.sklearn import CompressedClassifier
    >>> X = np.random.default_rng(0).normal(size=(5_000, 2))
    >>> y = np.where(X[:, 0] + X[:, 1] > 0, "above", "below")
    >>> few = CompressedClassifier(LogisticRegression(), size=200).fit(X, y)
    >>> few.score(X, y) > 0.98
    True
    """

    def __init__(
        self, estimator: Any, *, size: Optional[int] = None, fraction: Optional[float] = None, order: Optional[int] = None,
        use: str = "any", functions: str = "auto", effort: str = "balanced", n_jobs: Optional[int] = None, random_state: Any = 0,
    ) -> None:
        self.estimator = estimator
        self.size = size
        self.fraction = fraction
        self.order = order
        self.use = use
        self.functions = functions
        self.effort = effort
        self.n_jobs = n_jobs
        self.random_state = random_state

    loss = "classes"

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> CompressedClassifier:
        """Compress the rows and train on what is kept.

        Parameters
        ----------
        X : array-like, shape (n_rows, n_columns)
        y : array-like, shape (n_rows,)
            Labels of any kind.
        sample_weight : array-like, shape (n_rows,), optional

        Returns
        -------
        self
        """
        X, y = _validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self._fit(X, y, sample_weight)
        self.classes_ = self.estimator_.classes_
        return self

    @available_if(_has("predict_proba"))
    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of the classes, (n_rows, n_classes), in the order of ``classes_``."""
        X = self._checked(X)
        return self.estimator_.predict_proba(X)

    @available_if(_has("predict_log_proba"))
    def predict_log_proba(self, X: Any) -> np.ndarray:
        """Logarithms of the probabilities of the classes, (n_rows, n_classes)."""
        X = self._checked(X)
        return self.estimator_.predict_log_proba(X)

    @available_if(_has("decision_function"))
    def decision_function(self, X: Any) -> np.ndarray:
        """The estimator's decision function, (n_rows,) or (n_rows, n_classes)."""
        X = self._checked(X)
        return self.estimator_.decision_function(X)
