"""A regression of counted cells is the regression of their texts."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

from safeconduct.observatory.measuring import cell_regression
from safeconduct.observatory.measuring.cell_regression import fitted

WHOLE = np.array([40, 3, 25, 1, 60, 12, 7, 30])
PART = np.array([22, 0, 25, 0, 15, 6, 1, 14])
COUNTRY = np.array([0, 0, 1, 1, 2, 2, 3, 3])
FIXED = np.column_stack([np.ones(8), [1, 0, 1, 0, 0, 1, 1, 1], [-0.4, -0.2, 0, 0.2, 0.4, 0, -0.2, 0.2]])


def text_by_text():
    """As statsmodels fits it: a row for each text."""
    cell = np.repeat(np.arange(8), WHOLE)
    has = np.concatenate([np.arange(whole) < part for whole, part in zip(WHOLE, PART, strict=True)]).astype(int)
    of_country = csr_array((np.ones(len(cell)), (np.arange(len(cell)), COUNTRY[cell])))
    model = BinomialBayesMixedGLM(has, FIXED[cell], of_country, np.zeros(4, dtype=int), vcp_p=1.0, fe_p=2.0)
    return model.fit_vb(mean=np.zeros(8), sd=np.full(8, 0.6))


def test_cells_give_what_their_texts_give():
    fixed, countries = fitted(PART, WHOLE, FIXED, COUNTRY)
    texts = text_by_text()
    assert fixed[0] == pytest.approx(texts.fe_mean, abs=1e-6)
    assert fixed[1] == pytest.approx(texts.fe_sd, abs=1e-6)
    assert countries[0] == pytest.approx(texts.vc_mean, abs=1e-6)
    assert countries[1] == pytest.approx(texts.vc_sd, abs=1e-6)


def test_a_million_texts_find_an_end_and_lie_where_their_shares_do():
    fixed, countries = fitted(PART * 10_000, WHOLE * 10_000, FIXED, COUNTRY)
    told = FIXED @ fixed[0] + countries[0][COUNTRY]
    held = WHOLE > 20
    assert np.corrcoef(told[held], PART[held] / WHOLE[held])[0, 1] > 0.9
    assert fixed[1].max() < 0.01


def test_a_search_without_an_end_gives_nothing(monkeypatch):
    monkeypatch.setattr(cell_regression, "_STEEPEST", 0.0)
    assert fitted(PART, WHOLE, FIXED, COUNTRY) is None
