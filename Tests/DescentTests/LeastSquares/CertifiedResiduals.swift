// Written by residuals.py with Python 3.11.7, mpmath 1.4.1; not by hand.
/// √(Σ r² / (m − p)) of the exact fit to the design in Doubles; below 1e−100 it is 0.
let certifiedResiduals: [String: Double] = [
    "Norris": 0.88479639614438132814,
    "Pontius": 0.00020517742407618156803,
    "NoInt1": 3.5675303400633788125,
    "NoInt2": 0.3692744729379981982,
    "Filip": 0.0033480105018462085256,
    "Longley": 304.85407356196480032,
    "Wampler1": 0,
    "Wampler2": 7.0016086273318042308e-16,
    "Wampler3": 2360.14502379267646,
    "Wampler4": 236014.502379267646,
    "Wampler5": 23601450.2379267646,
]
