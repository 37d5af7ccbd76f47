"""A ridge-penalised logistic neuron by PyTorch's L-BFGS and by descent."""
import torch

from beside import births, descent, show_fit

X, y = births()
strength = 0.01
samples, targets = torch.tensor(X.values), torch.tensor(y.values)
# L-BFGS goes by the features as they come: without this it takes thousands of steps.
mean, deviation = samples.mean(0), samples.std(0, correction=0)
samples = (samples - mean) / deviation

neuron = torch.nn.Linear(X.shape[1], 1, dtype=torch.float64)
torch.nn.init.zeros_(neuron.weight)
torch.nn.init.zeros_(neuron.bias)
optimizer = torch.optim.LBFGS(neuron.parameters(), max_iter=1000, tolerance_grad=1e-12, tolerance_change=0,
                              line_search_fn="strong_wolfe")


def risk():
    optimizer.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(neuron(samples)[:, 0], targets)
    value = loss + strength / 2 * (neuron.weight**2).sum()
    value.backward()
    return value


optimizer.step(risk)
with torch.no_grad():
    probabilities = torch.sigmoid(neuron(samples)[:, 0]).tolist()
    weights = neuron.weight[0] / deviation
    bias = (neuron.bias[0] - (weights * mean).sum()).item()
show_fit("PyTorch", bias, dict(zip(X.columns, weights.tolist())), probabilities,
         descent("--l2", str(strength), "--penalty-on", "deviations"))
