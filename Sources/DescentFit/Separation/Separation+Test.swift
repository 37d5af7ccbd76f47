public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

extension Separation {
    /// `test`, off the tasks' pool. Cancelling the task ends it before the next tile, by throwing `cancelled`.
    public static func test<Element: Scalar>(
        _ data: Dataset<Element>, neuron: some Neuron, output: Int = 0, hasBias: Bool = true,
        suspecting suspect: Parameters? = nil, threads: Int? = nil
    ) async throws(DescentError) -> Separation {
        try await data.offThePool { () throws(DescentError) in
            try test(
                data, neuron: neuron, output: output, hasBias: hasBias, suspecting: suspect, threads: threads)
        }
    }

    /// Decides whether data are separated, for the logistic neuron, the perceptron, the softmax and the Poisson neuron.
    ///
    /// Directions are found and verified on the samples themselves, by passes over the data: one where the suspected
    /// direction separates completely, else some more. Features are centred and scaled by powers of two. A margin counts
    /// as 0 where it is at most 2⁻⁴⁴ of the lengths of sample and direction (from 32 unknowns on, 2⁻⁴⁹ per unknown);
    /// `direction` is rounded, so its margins that should be 0 are so only to that. Offsets do not matter.
    ///
    /// Whole numbers are told apart in any scale; decimal fractions in Double that lie on a plane stay on it in spite of
    /// their rounding. Float data are taken as the numbers they are.
    ///
    /// From 64 coefficients on, a logistic (or softmax) fit comes first, and is ended as soon as it shows enough: a direction
    /// that separates; or a point where the multipliers of all samples, or of those that remain, prove that no direction
    /// does. The proof: with residuals rᵢ, gradient g = Σ rᵢxᵢ and Hessian H, a separating direction d of length 1 has
    /// dᵀHd ≤ max|xᵢ| |g|; where the least eigenvalue of H is four times that, and more than sums in Double may lose, there
    /// is none. What the fit leaves open a working set decides.
    ///
    /// It is meant for a fit that does not end, as that has a direction to suspect. The memory it takes is that of some
    /// hundreds of samples and of a few squares of the number of coefficients. On a busy two-core machine: 20 × 100 000 in
    /// 0.03 s (overlapping, 2 passes) to 0.2 s (separated by nothing, 8 passes); 784 × 3000 in 0.05 s (separated), 0.25 s
    /// (overlapping, 30 passes) and 1 s (quasi-separated beside collinear features, 75 passes); 2000 × 20 000 in 4 s
    /// (overlapping, 19 passes). Where hundreds of coefficients run to infinity their signs are not searched for.
    ///
    /// - Parameters:
    ///   - data: samples with their targets; those of weight 0 do not count.
    ///   - neuron: a logistic or sigmoid with cross-entropy, perceptron, softmax or Poisson.
    ///   - output: of several independent ones. Default 0.
    ///   - hasBias: whether z has a constant. Default true.
    ///   - suspect: a direction to try first, such as the coefficients of a fit that diverges, of that output alone.
    ///     Default none.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `illegalTarget` or `mismatch` where data, neuron, output or direction do not go together, `illegalOption`
    ///   for a neuron that the test does not know, `source` where data cannot be read, `algebra`.
    public static func test<Element: Scalar>(
        _ data: Dataset<Element>, neuron: some Neuron, output: Int = 0, hasBias: Bool = true,
        suspecting suspect: Parameters? = nil, threads: Int? = nil
    ) throws(DescentError) -> Separation {
        let outputs = try data.outputs(for: neuron)
        guard let kind = neuron.traits.recession else {
            throw .illegalOption(
                name: "the neuron of a test of separation", value: neuron.name,
                requirement: "logistic, perceptron, softmax or poisson")
        }
        let choices = kind.isCoupled ? 1 : outputs
        guard (0..<choices).contains(output) else {
            throw .illegalOption(name: "output", value: "\(output)", requirement: "in 0 ..< \(choices)")
        }
        let shape = Parameters(features: data.featureCount, outputs: kind.isCoupled ? outputs : 1, hasBias: hasBias)
        if let suspect, !suspect.hasShape(of: shape) {
            throw .mismatch(.parameters, .values, expected: shape.values.count, found: suspect.values.count)
        }
        let search = try SeparationSearch(data, kind: kind, output: output, hasBias: hasBias, threads: threads)
        return try search.verdict(suspecting: suspect)
    }

    /// The same where some weights cannot run to infinity: a verdict about the others, and the biases.
    static func test<Element: Scalar>(
        _ data: Dataset<Element>, neuron: some Neuron, output: Int = 0, free: FreeWeights,
        suspecting suspect: Parameters,
        threads: Int?
    ) throws(DescentError) -> Separation {
        if free.isAll(of: data.featureCount) {
            return try test(
                data, neuron: neuron, output: output, hasBias: suspect.hasBias, suspecting: suspect, threads: threads)
        }
        _ = try data.outputs(for: neuron)
        guard let kind = neuron.traits.recession, suspect.hasBias || !free.features.isEmpty else { return .none }
        let search = try SeparationSearch(
            data.choosing(features: free.features), kind: kind, output: output, hasBias: suspect.hasBias,
            sides: free.features.map { free.sides[$0] }, threads: threads)
        return try search.verdict(suspecting: suspect.choosing(features: free.features))
            .among(data.featureCount, free.features)
    }
}
