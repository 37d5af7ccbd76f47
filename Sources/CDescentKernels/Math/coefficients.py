"""Prints the polynomial coefficients of Real64.h and Real32.h.

Made with mpmath 1.3.0 (Python 3.11): `python3 coefficients.py`. Each fit is the Chebyshev interpolant in 60-digit
arithmetic, which lies within a small factor of the minimax error; the error printed is the largest one found on a
fine grid, relative to the whole function, in units of the format's epsilon.
"""
from mpmath import mp, mpf, chebyfit, exp, log, polyval, log1p

mp.dps = 60


def exp_tail(r):
    """(e^r - 1 - r) / r^2"""
    if abs(r) < mpf(10) ** -15:
        return mpf(1) / 2 + r / 6 + r * r / 24
    return (exp(r) - 1 - r) / r**2


def log_tail(w):
    """(2 atanh(s/2) - s) / s^3 with w = s^2, so that log1p(u) = s + s w tail(w), s = 2u/(2+u)"""
    if w < mpf(10) ** -15:
        return mpf(1) / 12 + w / 80 + w * w / 448
    s = mp.sqrt(w)
    return (2 * mp.atanh(s / 2) - s) / s**3


def report(name, function, low, high, terms, epsilon, whole):
    fit = chebyfit(function, [low, high], terms)
    worst = max(abs(whole(x, polyval(fit, x))) for x in (low + (high - low) * i / 4000 for i in range(4001)))
    print(f"// {name}: {terms} coefficients, error {mp.nstr(worst / epsilon, 3)} epsilon; lowest power first")
    for c in reversed(fit):
        print(f"    {float(c).hex()}," if epsilon < 1e-10 else f"    {mp.nstr(c, 11)}f,")


half = log(mpf(2)) / 2 * mpf("1.0001")
for epsilon, exp_terms, log_terms in ((mpf(2) ** -53, 10, 10), (mpf(2) ** -24, 5, 5)):
    report("exp tail", exp_tail, -half, half, exp_terms, epsilon,
           lambda r, q: (1 + r + r * r * q - exp(r)) / exp(r))
    report("log1p tail", log_tail, mpf(0), mpf(4) / 9, log_terms, epsilon,
           lambda w, q: (mp.sqrt(w) * w * (q - log_tail(w))) / (2 * mp.atanh(mp.sqrt(w) / 2)) if w > 0 else mpf(0))
