"""A logistic regression of maximum likelihood by statsmodels and by descent, with standard errors."""
import statsmodels.api

from beside import births, descent, show, show_fit

X, y = births()
fit = statsmodels.api.Logit(y, statsmodels.api.add_constant(X)).fit(method="newton", tol=1e-12, disp=False)
rows, probabilities = descent()
weights = dict(fit.params)
show_fit("statsmodels", weights.pop("const"), weights, list(fit.predict()), (rows, probabilities))
print()
errors = {"(bias)" if name == "const" else name: error for name, error in fit.bse.items()}
show("statsmodels", "standard error", errors, {name: row["standardError"] for name, row in rows.items()})
