public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// One neuron per class, each against the rest, all fitted side by side.
public struct OneVsRest<Element: Scalar>: Sendable {
    /// Class by class.
    public let fits: [MemberFit<Element>]
    /// All of them as one layer, an output per class.
    public let layer: Layer<Element>
    /// How often X was read, by all fits together.
    package let reads: Double
    package let seconds: Double

    /// The class of each sample: that of the largest score, the first of equals.
    ///
    /// - Throws: `mismatch` for another number of features, `algebra` for sizes beyond BLAS's 32-bit integers, `nonFinite`
    ///   where a score is not a number.
    public func classes(_ X: Matrix<Element>) throws(DescentError) -> [Int] { try layer.classes(X, by: .largest) }
}

extension Dataset {
    /// A neuron for every class of class data, with 1 as target for its samples and 0 for the rest.
    ///
    ///     let digits = try Dataset(X, classes: labels, of: 10)
    ///     let model = try digits.fitOneVsRest(
    ///         neuron: .logistic, penalty: try .ridge(1e-3, on: .deviations))
    ///     let classes = try model.classes(new)
    ///
    /// - Parameters:
    ///   - neuron: of one output, such as logistic.
    ///   - penalty: of each. Default none.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - threads: see `ThreadBudget`.
    ///   - progress: see `fits`.
    /// - Throws: as `fits`, `cancelled`, and `singleClass` where a class has no samples.
    public func fitOneVsRest(
        neuron: some Neuron, penalty: Penalty = .none, hasBias: Bool = true, threads: Int? = nil,
        progress: (@Sendable (ManyProgress) -> Void)? = nil
    ) throws(DescentError) -> OneVsRest<Element> {
        guard let classes else {
            throw .illegalOption(name: "the data", value: "numbers", requirement: "in classes")
        }
        let all = try memberFits(
            neuron: neuron, (0..<classes).map { Member(.oneClass($0)) }, by: [.automatic(penalty: penalty)],
            hasBias: hasBias,
            threads: threads, progress: progress)
        var fits: [MemberFit<Element>] = [], weights: [Element] = [], bias: [Element] = []
        for result in all.results {
            let fit = try result.get()
            if fit.outcome == .cancelled { throw .cancelled }
            fits.append(fit)
            weights += fit.layer.weights.values
            bias += fit.layer.bias ?? []
        }
        let matrix = try Matrix(rows: featureCount, columns: classes, weights)
        return OneVsRest(
            fits: fits, layer: try Layer(neuron: neuron, weights: matrix, bias: hasBias ? bias : nil), reads: all.reads,
            seconds: all.seconds)
    }
}
