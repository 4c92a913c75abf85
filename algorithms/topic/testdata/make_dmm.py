"""Writes dmm.json: equation 4 of Yin & Wang (2014), factor by factor, and what a sampler that draws by it finds.

    python3 make_dmm.py > dmm.json     (NumPy 2.4.6)
"""

import json
import math

import numpy


def chances(words, labels, d, k, alpha, beta, size):
    """Chances of each cluster for article d, whose own label does not count."""
    logs = []
    for z in range(k):
        others = [w for i, w in enumerate(words) if i != d and labels[i] == z]
        here = [w for other in others for w in other]
        log = math.log((len(others) + alpha) / (len(words) - 1 + k * alpha))
        for w in set(words[d]):
            log += sum(math.log(here.count(w) + beta + j) for j in range(words[d].count(w)))
        log -= sum(math.log(len(here) + size * beta + j) for j in range(len(words[d])))
        logs.append(log)
    weights = numpy.exp(numpy.array(logs) - max(logs))
    return weights / weights.sum()


def draw(random, articles, longest, size):
    return [[int(w) for w in random.integers(0, size, random.integers(1, longest + 1))] for _ in range(articles)]


random = numpy.random.default_rng(5)
states = []
for articles, longest, size, k, alpha, beta in [(6, 4, 5, 3, 0.1, 0.1), (20, 9, 12, 7, 0.5, 0.02), (9, 30, 3, 9, 2.0, 1.5)]:
    words = draw(random, articles, longest, size)
    words[-1].append(size - 1)  # the vocabulary is as large as said
    labels = [int(z) for z in random.integers(0, k, articles)]
    rows = [chances(words, labels, d, k, alpha, beta, size).tolist() for d in range(articles)]
    states.append({"Words": words, "Size": size, "Labels": labels, "K": k, "Alpha": alpha, "Beta": beta, "Chances": rows})

# Short texts of 12 subjects: how many clusters are left of 40, and how often a pair of articles of one
# subject is in one cluster, of 20 seeds.
words = [[int(w) if random.random() < 0.3 else int(i % 12 * 10 + w % 10) for w in random.integers(0, 120, 6)] for i in range(96)]
words[-1].append(119)
left, together = [], []
for seed in range(20):
    random = numpy.random.default_rng(seed)
    labels = [int(z) for z in random.integers(0, 40, len(words))]
    for _ in range(15):
        for d in range(len(words)):
            labels[d] = int(random.choice(40, p=chances(words, labels, d, 40, 0.1, 0.1, 120)))
    left.append(len(set(labels)))
    pairs = [(i, j) for i in range(len(words)) for j in range(i) if i % 12 == j % 12]
    together.append(sum(labels[i] == labels[j] for i, j in pairs) / len(pairs))
run = {"Words": words, "K": 40, "Iterations": 15, "Clusters": [float(numpy.mean(left)), float(numpy.std(left))],
       "Together": [float(numpy.mean(together)), float(numpy.std(together))]}
print(json.dumps({"States": states, "Run": run}))
