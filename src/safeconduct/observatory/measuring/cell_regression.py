"""The mixed logistic regression of statsmodels, with a row for each cell of texts that are alike instead of one for each text.

Its likelihood is a sum over texts, and texts of one cell add the same: so a cell adds that as often as it has texts. A million texts
on sixty countries are a few thousand cells. Imported where it is used, since its libraries are large."""

import warnings
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit
from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM
from statsmodels.tools.sm_exceptions import ConvergenceWarning

_COUNTRY_SPREAD, _FIXED_SPREAD = 1.0, 2.0  # standard deviations of the priors, in log odds
_FIRST_SPREAD = 0.6
# Of the log likelihood where the search ends, in any direction. With many texts numbers have too few digits for the 0.00001 that it
# wants; with this the posterior is told apart from its best by less than a fiftieth of its width.
_STEEPEST = 0.01
_Posterior = tuple[Any, Any]  # means and standard deviations


def fitted(part: Any, whole: Any, fixed: Any, country: Any) -> tuple[_Posterior, _Posterior] | None:
    """`part` of `whole` texts of each cell have what is asked; `fixed`: its row of columns; `country`: which one, from 0.
    By variational Bayes. It begins where we say, so that the same cells give the same figures; None where it finds no end.
    What is known afterwards of each column and of each country."""
    countries = int(country.max()) + 1
    of_country = csr_array((np.ones(len(country)), (np.arange(len(country)), country)), shape=(len(country), countries))
    unknowns = fixed.shape[1] + 1 + countries
    model = _OfCells(part.astype(float), whole.astype(float), fixed, of_country)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        found = model.fit_vb(mean=np.zeros(unknowns), sd=np.full(unknowns, _FIRST_SPREAD))
    if not np.abs(found.optim_retvals.jac).max() <= _STEEPEST:
        return None
    return (found.fe_mean, found.fe_sd), (found.vc_mean, found.vc_sd)


class _OfCells(BinomialBayesMixedGLM):  # type: ignore[misc]
    """`vb_elbo` and `vb_elbo_grad` are what the fitting asks for; both leave all but the likelihood to statsmodels."""

    def __init__(self, part: Any, whole: Any, fixed: Any, of_country: csr_array) -> None:
        # It takes noughts and ones; what stands here does not matter, since the counts come in their place.
        either = np.arange(len(part)) % 2
        one_spread = np.zeros(of_country.shape[1], dtype=int)
        super().__init__(either, fixed, of_country, one_spread, vcp_p=_COUNTRY_SPREAD, fe_p=_FIXED_SPREAD)
        self.endog, self._whole = part, whole

    def vb_elbo(self, vb_mean: Any, vb_sd: Any) -> Any:
        means, spreads, middle, variance = self._unpacked(vb_mean, vb_sd)

        def of_texts(z: float) -> Any:
            return -self._whole * np.logaddexp(0, middle + np.sqrt(variance) * z)

        return self.vb_elbo_base(of_texts, middle, *means, *spreads)

    def vb_elbo_grad(self, vb_mean: Any, vb_sd: Any) -> Any:
        means, spreads, middle, variance = self._unpacked(vb_mean, vb_sd)

        def of_texts(z: float) -> Any:
            return -self._whole * expit(middle + np.sqrt(variance) * z)

        return self.vb_elbo_grad_base(of_texts, middle, variance, *means, *spreads)

    def _unpacked(self, vb_mean: Any, vb_sd: Any) -> tuple[Any, Any, Any, Any]:
        """Means and standard deviations of all that is unknown, in the order of statsmodels, and of what they make of each cell."""
        means, spreads = self._unpack(vb_mean), self._unpack(vb_sd)
        middle, variance = self._lp_stats(means[0], spreads[0], means[2], spreads[2])
        return means, spreads, middle, variance
