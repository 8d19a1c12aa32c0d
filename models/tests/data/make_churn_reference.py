"""Writes churn_train.csv, churn_test.csv and churn_reference.tsv (probability per row of churn_test.csv by
scikit-learn's LogisticRegression, C=1, on standardised numbers and one column per word).

The tables are made up: a logistic model over months, price, complaints and contract, with missing prices.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1
    venv/bin/python make_churn_reference.py
"""
import csv
import math
import random
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

here = Path(__file__).parent
random.seed(11)
CONTRACTS = {"monthly": 0.9, "yearly": -0.4, "two years": -1.2}


def row(number):
    months = random.randint(1, 72)
    price = round(random.uniform(10, 90), 2)
    complaints = random.choice([0, 0, 0, 1, 1, 2, 4])
    contract = random.choice(list(CONTRACTS))
    odds = -0.6 - 0.03 * months + 0.012 * price + 0.5 * complaints + CONTRACTS[contract]
    left = random.random() < 1 / (1 + math.exp(-odds))
    price = "" if random.random() < 0.05 else price
    return [f"c-{number}", months, price, complaints, contract, "yes" if left else "no"]


rows = [row(number) for number in range(900)]
parts = {"churn_train.csv": rows[:600], "churn_test.csv": rows[600:]}
for name, part in parts.items():
    with open(here / name, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["customer", "months", "price", "complaints", "contract", "left"])
        writer.writerows(part)

train = parts["churn_train.csv"]
known = [r[2] for r in train if r[2] != ""]
scales = [(np.mean(v), np.std(v)) for v in ([r[1] for r in train], known, [r[3] for r in train])]


def numbers(r):
    price = 0.0 if r[2] == "" else (r[2] - scales[1][0]) / scales[1][1]
    out = [(r[1] - scales[0][0]) / scales[0][1], price, float(r[2] == ""), (r[3] - scales[2][0]) / scales[2][1]]
    return out + [float(r[4] == word) for word in CONTRACTS]


model = LogisticRegression(C=1.0, tol=1e-12, max_iter=10_000)
model.fit([numbers(r) for r in train], [r[5] == "yes" for r in train])
with open(here / "churn_reference.tsv", "w", encoding="utf-8") as out:
    for p in model.predict_proba([numbers(r) for r in parts["churn_test.csv"]])[:, 1]:
        out.write(f"{p:.8f}\n")
