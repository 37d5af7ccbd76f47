import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// One sigmoid neuron with half the squared error, small enough to check by hand: z = −0.8 · 0.1 + 0.5 · 0.3 = 0.07,
// ŷ = σ(z), and with y = 1 the gradient is (ŷ − 1) ŷ (1 − ŷ) x.
let prediction = 0.517_492_857_666_389_72
let slope = (prediction - 1) * prediction * (1 - prediction)
let expected = [slope * 0.1, slope * 0.3]

func check(_ name: String, _ found: Double, _ expected: Double) {
    guard abs(found - expected) <= 1e-15 else {
        print("\(name) is \(found), not \(expected)")
        exit(1)
    }
    print("\(name) \(found)")
}

let x = try Matrix<Double>(rows: 2, columns: 1, [0.1, 0.3])
let y = [1.0]
let layer = try Layer(neuron: .sigmoid, weights: [-0.8, 0.5], bias: nil)

check("prediction", try layer.predict([0.1, 0.3]), prediction)
check("prediction of a matrix", try layer.predict(x)[0, 0], prediction)

let whole = try layer.gradient(x, y).weights
let sweep = try Sweep(Dataset(x, targets: y), neuron: .sigmoid, hasBias: false)
let swept = try sweep.lossGradient(at: layer.parameters)
for feature in 0..<2 {
    check("gradient \(feature)", whole[feature, 0], expected[feature])
    check("gradient \(feature) by a sweep", swept.gradient[feature], expected[feature])
}
check("loss", swept.loss, 0.5 * (prediction - 1) * (prediction - 1))
