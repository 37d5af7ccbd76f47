public import DescentAlgebra
internal import DescentSolvers
public import DescentSweep

/// The gradient by hand. It keeps every value of every sample and step: for small data, to be read.
extension Layer {
    /// Steps of gradient descent on one sample, for a layer of one output or a softmax.
    ///
    ///     print(
    ///         try layer.explain(
    ///             [0.1, 0.3], target: 0.2, rate: 0.5, steps: 3))
    ///
    /// It reads as a derivation: every line has a name, the formula in symbols, the formula in numbers, and the result. Results have six
    /// digits, and the numbers before them as many as it takes to compute that result again, to a unit of its last digit. Where the
    /// textbook's formula loses its digits, or is 0 · ∞, that is shown, and then the fused form that the library computes. `log1p(t)`
    /// is ln(1 + t). Long sums and lists are cut short.
    ///
    /// All values are Doubles, whatever the layer's precision, and are computed one by one as they are written. Those of a `Sweep` agree
    /// to rounding.
    ///
    /// - Parameters:
    ///   - sample: x, one value per feature.
    ///   - target: y; for a softmax, the index of the class.
    ///   - rate: η, finite and above 0.
    ///   - steps: 1 or more. Default 1.
    /// - Throws: `mismatch`, `nonFinite`, `illegalTarget`, `classIndex`, `illegalOption`, and `overflow` where a value is
    ///   larger than a Double, as after steps that are too long.
    public func explain(
        _ sample: [Element], target: Element, rate: Double, steps: Int = 1
    ) throws(DescentError) -> String {
        try derivation(sample, target: target, rate: rate, steps: steps).description
    }

    /// The same on the mean loss of several samples: features × samples, with one target per sample. Also throws `empty`.
    public func explain(
        _ X: Matrix<Element>, targets: [Element], rate: Double, steps: Int = 1
    ) throws(DescentError) -> String {
        try derivation(X, targets: targets, rate: rate, steps: steps).description
    }

    /// What `explain` writes, in numbers.
    package func derivation(
        _ sample: [Element], target: Element, rate: Double, steps: Int = 1
    ) throws(DescentError) -> Derivation {
        let X = try Matrix(rows: sample.count, columns: 1, sample)
        return try derivation(X, targets: [target], rate: rate, steps: steps)
    }

    package func derivation(
        _ X: Matrix<Element>, targets: [Element], rate: Double, steps: Int = 1
    ) throws(DescentError) -> Derivation {
        let row = try Matrix(rows: 1, columns: targets.count, targets)
        return try derivation(X, targets: row, rate: rate, steps: steps)
    }

    /// The same with one row of targets per output.
    package func derivation(
        _ X: Matrix<Element>, targets: Matrix<Element>, rate: Double, steps: Int = 1
    ) throws(DescentError) -> Derivation {
        guard rate.isFinite, rate > 0 else {
            throw .illegalOption(name: "the rate", value: "\(rate)", requirement: "a finite number above 0")
        }
        guard steps > 0 else {
            throw .illegalOption(name: "the number of steps", value: "\(steps)", requirement: "at least 1")
        }
        try requireFeatures(X.rows)
        try check(X, targets)
        let data = ExplainedData(neuron: neuron, X: X, targets: targets)
        var pass = try data.pass(at: parameters), taken: [Derivation.Step] = []
        for _ in 0..<steps {
            var change = pass.gradient, point = pass.parameters
            for index in change.values.indices {
                change.values[index] *= -rate
                point.values[index] += change.values[index]
            }
            guard point.values.allSatisfy(\.isFinite) else { throw .overflow(.parameters, sample: nil) }
            let next = try data.pass(at: point)
            taken.append(Derivation.Step(before: pass, change: change, after: next))
            pass = next
        }
        return Derivation(rate: rate, steps: taken, neuron: neuron)
    }

    /// A data set refuses what a sweep would refuse.
    private func check(_ X: Matrix<Element>, _ targets: Matrix<Element>) throws(DescentError) {
        func found(_ data: Dataset<Element>, by neuron: some Neuron) throws(DescentError) -> Int {
            try data.outputs(for: neuron)
        }
        guard case .softmax(let classes) = neuron.coupling else {
            let rows = try found(Dataset(X, targets: targets, threads: 1), by: neuron)
            guard rows == outputCount else { throw .mismatch(.targets, .outputs, expected: outputCount, found: rows) }
            return
        }
        guard targets.rows == 1 else { throw .mismatch(.targets, .outputs, expected: 1, found: targets.rows) }
        var labels: [Int] = []
        for (sample, value) in targets.values.enumerated() {
            guard let label = Int(exactly: value) else {
                throw .illegalTarget(
                    neuron: neuron.name, domain: .classIndex, sample: sample, output: 0, value: Double(value))
            }
            labels.append(label)
        }
        _ = try found(Dataset(X, classes: labels, of: classes, threads: 1), by: neuron)
    }
}
