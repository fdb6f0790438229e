"""Chance-corrected coefficients of ratings by two raters or many, with bootstrap intervals."""

from touchstone.agreement.coefficients.alpha import krippendorff_alpha
from touchstone.agreement.coefficients.chance import (
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    percent_agreement,
    scott_pi,
)
from touchstone.agreement.coefficients.kappa import PairwiseKappa, cohen_kappa, pairwise_cohen
from touchstone.agreement.coefficients.ratings import MISSING
from touchstone.agreement.coefficients.similarity import alpha_from_pairs, cross_pairs
from touchstone.agreement.coefficients.values import alpha_of_values

__all__ = [
    "MISSING",
    "PairwiseKappa",
    "alpha_from_pairs",
    "alpha_of_values",
    "cohen_kappa",
    "cross_pairs",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
    "pairwise_cohen",
    "percent_agreement",
    "scott_pi",
]
