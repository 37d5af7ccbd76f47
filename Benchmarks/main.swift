import Descent
let n = 28, m = 100_000
var g = SystemRandomNumberGenerator()
let X = try Matrix<Double>(rows: n, columns: m, (0..<n * m).map { _ in Double.random(in: -1...1, using: &g) })
let y = (0..<m).map { _ in Double(Int.random(in: 0...1)) }
let layer = try Layer(.logistic, weights: (0..<n).map { _ in Double.random(in: -1...1) }, bias: 0.1)
let (gW, gb) = try layer.gradient(X, y)
let data = try Dataset(X, targets: y)
for t in [1, 2, 3, 7] {
    let sweep = try Sweep(data, neuron: .logistic, threads: t)
    let e = try sweep.lossGradient(at: layer.parameters)
    print(e.loss, e.gradient.values[3], gW[3, 0], e.gradient.bias(), gb[0], sweep.reads)
    let clock = ContinuousClock()
    var ev = e
    print(try clock.measure { for _ in 0..<20 { try sweep.lossGradient(at: layer.parameters, into: &ev) } } / 20)
    let H = try sweep.hessian(at: layer.parameters); print(H[1, 2])
}
