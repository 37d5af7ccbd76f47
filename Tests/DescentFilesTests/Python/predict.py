"""Predicts with a model of Descent's by other programs: by NumPy from its safetensors file, and by onnxruntime from its ONNX graph.

Arguments: the two model files and an array of samples. Prints the largest differences, relative to the largest prediction, from
the predictions in a fourth file: of NumPy's, of onnxruntime's.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime
from safetensors import safe_open

model, graph, samples, expected = sys.argv[1:]
X, P = np.load(samples), np.load(expected)
P = P.reshape(len(X), -1)

with safe_open(model, "np") as file:
    metadata = file.metadata()
    W = file.get_tensor("weights")
    Z = X @ W.T
    if "bias" in file.keys():
        Z = Z + file.get_tensor("bias")
assert metadata["format"] == "descent" and json.loads(metadata["feature_names"]) == ["ä", "b"]
assert W.dtype == X.dtype, (W.dtype, X.dtype)

predictions = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "exp": np.exp,
    "step": lambda z: (z >= 0).astype(z.dtype),
    "softmax": lambda z: np.exp(z - z.max(1, keepdims=True)) / np.exp(z - z.max(1, keepdims=True)).sum(1, keepdims=True),
}
own = {"logistic": "sigmoid", "linear": "identity", "poisson": "exp", "perceptron": "step"}
name = metadata.get("activation") or own.get(metadata["neuron"], metadata["neuron"])
by_numpy = predictions[name](Z)

onnx.checker.check_model(onnx.load(graph), full_check=True)
session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
by_onnx, scores = session.run(["predictions", "scores"], {"features": X})
assert by_onnx.dtype == X.dtype and scores.shape == Z.shape

largest = max(1e-300, np.abs(P).max())
print(np.abs(by_numpy - P).max() / largest, np.abs(by_onnx - P).max() / largest)
