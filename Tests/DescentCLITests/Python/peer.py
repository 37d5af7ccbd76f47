"""The other side of a test of the command, in a folder of files that have names.

    write FOLDER NEURON…     the same samples in C's and in Fortran's order, and targets for each neuron
    compare FOLDER NAME…     for each model the largest differences from its predictions, relative to the largest: of NumPy's, of
                             onnxruntime's, and of the command's own for samples in Fortran's order
"""

import sys

import numpy as np

action, folder, *names = sys.argv[1:]


def largest_difference(a, b):
    a, b = a.astype(float), b.astype(float)
    return np.abs(a.reshape(b.shape) - b).max() / max(1e-300, np.abs(b).max())


def write():
    random = np.random.default_rng(1)
    X = random.normal(size=(300, 5))
    z = X @ [0.5, -1, 0.25, 0, 0.75] + 0.3
    noise = random.normal(size=300)
    targets = {
        "logistic": (z + noise > 0).astype(float),
        "linear": z + noise,
        "relu": np.maximum(0, z) + 0.1 * noise,
        "sigmoid": (z + noise > 0).astype(float),
        "poisson": random.poisson(np.exp(0.5 * z)).astype(float),
        "softmax": np.clip(np.round(z + noise), -1, 1).astype(np.int64) + 1,
    }
    np.save(f"{folder}/C.npy", X)
    np.save(f"{folder}/F.npy", np.asfortranarray(X))
    for name in names:
        np.save(f"{folder}/{name}-y.npy", targets[name])


def compare(name):
    import onnxruntime
    from safetensors import safe_open

    P = np.load(f"{folder}/{name}.npy")
    with safe_open(f"{folder}/{name}.safetensors", "np") as file:
        neuron = file.metadata()["neuron"]
        W, b = file.get_tensor("weights"), file.get_tensor("bias")
    X = np.load(f"{folder}/C.npy").astype(W.dtype)
    z = X @ W.T + b
    e = np.exp(z - z.max(1, keepdims=True))
    by_numpy = {
        "logistic": lambda: 1 / (1 + np.exp(-z)),
        "linear": lambda: z,
        "relu": lambda: np.maximum(z, 0),
        "sigmoid": lambda: 1 / (1 + np.exp(-z)),
        "poisson": lambda: np.exp(z),
        "softmax": lambda: e / e.sum(1, keepdims=True),
    }[neuron]()
    session = onnxruntime.InferenceSession(f"{folder}/{name}.onnx", providers=["CPUExecutionProvider"])
    (by_onnx,) = session.run(["predictions"], {"features": X})
    print(name, *(largest_difference(Q, P) for Q in [by_numpy, by_onnx, np.load(f"{folder}/{name}-f.npy")]))


if action == "write":
    write()
else:
    for name in names:
        compare(name)
