"""Makes reference.json: values of SciPy 1.10.1 (Python 3.11, NumPy 1.24), and of
enumerations and simulations written here for what SciPy lacks.

    python3 reference.py > reference.json
"""
import itertools
import json
import sys

import numpy as np
from scipy import stats

rng = np.random.default_rng(20240607)


def signed_rank_enumerated(d):
    """Two-sided p over all signs, with zeros ranked and then left out."""
    r = stats.rankdata(np.abs(d))
    t = min(r[d > 0].sum(), r[d < 0].sum())
    r = r[d != 0]
    signs = np.array(list(itertools.product([0, 1], repeat=len(r))))
    return min(1.0, 2 * float(np.mean(signs @ r <= t + 1e-9)))


def wilcoxon():
    out = []
    for n in (1, 2, 5, 8, 13, 20, 25):
        a, b = rng.normal(0, 1, n), rng.normal(0.4, 1, n)
        p = stats.wilcoxon(b - a, mode="exact").pvalue
        out.append(dict(a=a.tolist(), b=b.tolist(), p=float(p), exact=True))
    for n in (4, 9, 15):
        for levels in (2, 4):
            a = rng.integers(0, levels, n).astype(float)
            b = rng.integers(0, levels + 1, n).astype(float)
            out.append(dict(a=a.tolist(), b=b.tolist(), p=signed_rank_enumerated(b - a), exact=True))
    for n in (26, 40, 100):
        a, b = rng.normal(0, 1, n), rng.normal(0.3, 1, n)
        p = stats.wilcoxon(b - a, mode="approx", zero_method="pratt", correction=True).pvalue
        out.append(dict(a=a.tolist(), b=b.tolist(), p=float(p), exact=False))
    for n, levels in ((60, 4), (80, 7), (200, 3)):
        a = rng.integers(0, levels, n).astype(float)
        b = rng.integers(0, levels + 1, n).astype(float)
        p = stats.wilcoxon(b - a, mode="approx", zero_method="pratt", correction=True).pvalue
        out.append(dict(a=a.tolist(), b=b.tolist(), p=float(p), exact=False))
    return out


def friedman():
    out = []
    for n, k, levels in ((3, 3, 0), (5, 4, 0), (10, 3, 0), (12, 8, 0), (6, 4, 3), (20, 5, 4)):
        x = rng.normal(0, 1, (n, k)) + np.linspace(0, 1, k)
        if levels:
            x = np.round(x * levels / 4)
        chi, p = stats.friedmanchisquare(*x.T)
        f = (n - 1) * chi / (n * (k - 1) - chi)
        ranks = np.mean([stats.rankdata(-row) for row in x], axis=0)
        out.append(dict(scores=x.tolist(), ranks=ranks.tolist(), chi=float(chi), pchi=float(p), f=float(f),
                        pf=float(stats.f.sf(f, k - 1, (k - 1) * (n - 1)))))
    return out


def studentized():
    return [dict(k=k, alpha=alpha, q=float(stats.studentized_range.ppf(1 - alpha, k, np.inf)))
            for k in (2, 3, 5, 10, 20, 50) for alpha in (0.01, 0.05, 0.1, 0.5)]


def signed_rank_bayes(a, b, rope, samples=400_000):
    """Dirichlet process prior of strength 1/2 at 0; every pair looked at."""
    z = np.concatenate([[0.0], b - a])
    mean = np.add.outer(z, z) / 2
    alpha = np.ones(len(z))
    alpha[0] = 0.5
    w = rng.dirichlet(alpha, samples)
    s = np.stack([np.einsum("si,ij,sj->s", w, region.astype(float), w, optimize=True)
                  for region in (mean < -rope, np.abs(mean) <= rope, mean > rope)])
    return np.bincount(np.argmax(s, axis=0), minlength=3) / samples


def bayes():
    out = []
    for n, shift, sd, rope in ((5, 0.02, 0.02, 0.01), (10, 0.0, 0.01, 0.01), (20, 0.015, 0.02, 0.01), (12, -0.03, 0.05, 0.0), (8, 0.01, 0.03, 0.02)):
        a = rng.uniform(0.5, 0.9, n)
        b = a + rng.normal(shift, sd, n)
        out.append(dict(a=a.tolist(), b=b.tolist(), rope=rope, p=signed_rank_bayes(a, b, rope).tolist()))
    return out


def bca():
    out = []
    for n in (15, 40):
        x = rng.lognormal(0, 1, n)
        for method in ("percentile", "BCa"):
            ci = stats.bootstrap((x,), np.mean, n_resamples=200_000, batch=2000, method=method,
                                 confidence_level=0.9, random_state=1).confidence_interval
            out.append(dict(values=x.tolist(), method=method.lower(), low=float(ci.low), high=float(ci.high)))
    return out


json.dump(dict(wilcoxon=wilcoxon(), friedman=friedman(), range=studentized(), bayes=bayes(), bootstrap=bca()), sys.stdout, indent=1)
print()
