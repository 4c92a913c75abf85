# python3 standardised.py > standardised.csv
# Coverage-standardised Hill numbers straight from the formulas of Chao & Jost 2012 and table 1 of
# Chao et al. 2014, in exact fractions where they are rational: written apart from the Go code.
from fractions import Fraction as F
from math import comb, log, exp

def f(x, k): return sum(1 for v in x if v == k)
def coverage_n(x):
    n, f1, f2 = sum(x), f(x, 1), f(x, 2)
    if f1 == 0: return F(1)
    if f2 > 0: return 1 - F(f1, n) * F((n-1)*f1, (n-1)*f1 + 2*f2)
    return 1 - F(f1, n) * F((n-1)*(f1-1), (n-1)*(f1-1) + 2)
def coverage(x, m):
    n = sum(x)
    if m < n: return 1 - sum(F(v, n) * F(comb(n-v, m), comb(n-1, m)) for v in x)
    return coverage_n(x)
def abundance(x, m):  # expected frequency counts
    n = sum(x)
    return {k: sum(F(comb(v, k) * comb(n-v, m-k), comb(n, m)) for v in x if v >= k) for k in range(1, m+1)}
def hill(x, m, q):
    fk = abundance(x, m)
    if q == 0: return float(sum(fk.values()))
    if q == 1: return exp(sum(-k/m * log(k/m) * float(v) for k, v in fk.items()))
    return float(1 / sum(F(k, m)**2 * v for k, v in fk.items()))
def entropy(x):  # Chao, Wang & Jost 2013
    n, f1, f2 = sum(x), f(x, 1), f(x, 2)
    h = sum(v/n * sum(1/k for k in range(v, n)) for v in x)
    if f1 == 0: return h
    if f2 > 0: a = 2*f2 / ((n-1)*f1 + 2*f2)
    elif f1 > 1: a = 2 / ((n-1)*(f1-1) + 2)
    else: return h
    if a == 1: return h
    return h + f1/n * (1-a)**(1-n) * (-log(a) - sum((1-a)**r / r for r in range(1, n)))
def extrapolated(x, extra, q):
    n, f1, f2 = sum(x), f(x, 1), f(x, 2)
    if q == 0:
        f0 = (n-1)/n * (f1*f1/(2*f2) if f2 else f1*(f1-1)/2)
        return len(x) + (f0 * (1 - (1 - f1/(n*f0 + f1))**extra) if f0 else 0)
    if q == 1:
        h = -sum(v/n * log(v/n) for v in x)
        return exp(n/(n+extra) * h + extra/(n+extra) * entropy(x))
    return 1 / (1/(n+extra) + (n+extra-1)/(n+extra) * sum(v*(v-1)/(n*(n-1)) for v in x))
def standardised(x, c, q):
    n = sum(x)
    if c <= coverage_n(x):
        m = 1
        if c <= coverage(x, 1): return hill(x, 1, q), 1.0
        while coverage(x, m+1) < c: m += 1
        lo, hi = coverage(x, m), coverage(x, m+1)
        t = float((F(c) - lo) / (hi - lo))
        return (1-t)*hill(x, m, q) + t*hill(x, m+1, q), m + t
    f1, f2 = f(x, 1), f(x, 2)
    a = (n-1)*f1/((n-1)*f1+2*f2) if f2 else (n-1)*(f1-1)/((n-1)*(f1-1)+2)
    extra = log((1-c)*n/f1)/log(a) - 1
    return extrapolated(x, extra, q), n + extra

print("counts,coverage,q,value,m")
for x in [[3,2,2,1,1,2], [1,1,1], [1,1], [10,1], [25,12,7,5,3,2,2,1,1,1,1], [4,4,4,4], [30,20,5,3,3,2,1], [2,1,1,1,1,1], [7,7,1,1], [4]]:
    for c in [.3, .5, .8, .9, .95]:
        for q in [0, 1, 2]:
            v, m = standardised(x, F(c), q) if True else 0
            print(" ".join(map(str, x)), c, q, repr(float(v)), repr(float(m)), sep=",")
