public import DescentAlgebra
package import DescentSolvers
package import DescentSweep

/// What was done, from which it can be done again.
public struct Report: Sendable, Hashable {
    package let outcome: Outcome
    /// What was noticed beside the outcome; empty for nothing.
    public let warnings: [Warning]
    package let neuron: String
    /// The rule and all its numbers.
    package let solver: String
    package let batches: Batches?
    package let plan: Plan
    package let threads: Int
    /// Steps that were taken, of all solvers that took part; of least squares, the corrections of the solution.
    public let steps: Int
    package let epochs: Double
    /// Of X, in all; a fraction of one with mini-batches.
    public let reads: Double
    /// What sources delivered, in bytes.
    package let bytesRead: Int
    /// What was minimised, the penalty included, at the last point that was asked about: of all data, or of the last batch. What the
    /// data's loss alone is at the layer that is returned, a ``Sweep`` of them says.
    public let risk: Double
    /// ‖∇‖₂ of that risk in the coordinates of the fit; with an l1 penalty of the smallest subgradient, with bounds of what they
    /// leave of it. NaN where the fit ended before its first answer, infinite where the squares of least squares leave the range.
    public let gradientNorm: Double
    /// The best one, where there was validation.
    public let validationLoss: Double?
    /// Time by the clock since the first step; of a fit that went on from a saved state, with the time before.
    public let seconds: Double
    /// What the audit found about how near the fit is to the minimum.
    public let certificate: Certificate

    /// Of X, over the whole fit: what it did beside reading counts as well.
    package var bytesPerSecond: Double { Double(bytesRead) / seconds }

    /// `bytesPerSecond` over what as many threads of this process reach by reading alone, which is measured when it is
    /// first asked for. Above 1 where X stayed in a cache.
    ///
    /// - Throws: `algebra` where there is no memory for the measurement.
    public func shareOfBandwidth() throws(DescentError) -> Double {
        bytesPerSecond / (try ReadBandwidth.ofProcess(threads: threads))
    }
}

extension Report: CustomStringConvertible {
    public var description: String {
        var lines = ["\(neuron): \(outcome)"]
        lines.append("solver        \(solver)")
        if let batches { lines.append("batches       \(batches.size) samples, seed \(batches.seed)") }
        lines.append("steps         \(steps), epochs \(epochs), reads of X \(reads)")
        lines.append("last answer   risk \(risk), gradient norm \(gradientNorm)")
        if let validationLoss { lines.append("validation    \(validationLoss)") }
        lines.append(
            "threads       \(threads), tiles of \(plan.tileSamples) samples, \(plan.blasCore), \(plan.kernelLevel)")
        lines.append(
            "seconds       \(seconds.written(digits: 3)), reading \((bytesPerSecond / 1e9).written(digits: 3)) GB/s of X"
        )
        lines += certificate.lines
        for warning in warnings { lines.append("warning       \(warning)") }
        return lines.joined(separator: "\n")
    }
}
