"""A ridge-penalised logistic regression by scikit-learn and by descent."""
from sklearn.linear_model import LogisticRegression

from beside import births, descent, show_fit

X, y = births()
strength = 0.01
fit = LogisticRegression(C=1 / (len(y) * strength), solver="newton-cholesky", tol=1e-12).fit(X, y)
show_fit("scikit-learn", fit.intercept_[0], dict(zip(X.columns, fit.coef_[0])), fit.predict_proba(X)[:, 1],
         descent("--l2", str(strength), "--penalty-on", "raw"))
