# Makes sklearn.json: NMF by scikit-learn 1.2.1.
#
#	python3 make.py > sklearn.json
import json

import numpy
from sklearn.decomposition import NMF

rng = numpy.random.default_rng(3)
cases = []
for rows, cols, topics, noise in [(40, 30, 3, 0.1), (60, 80, 6, 0.3), (50, 50, 8, 1.0)]:
    w = rng.random((rows, topics)) * (rng.random((rows, topics)) < 0.4)
    h = rng.random((topics, cols)) * (rng.random((topics, cols)) < 0.3)
    x = w @ h + noise * rng.random((rows, cols)) * (rng.random((rows, cols)) < 0.2)
    x = x.round(3)
    model = NMF(topics, init="nndsvda", solver="cd", tol=1e-7, max_iter=5000, random_state=0).fit(x)
    cases.append({"topics": topics, "rows": x.tolist(), "error": float(model.reconstruction_err_)})
print(json.dumps({"cases": cases}))
