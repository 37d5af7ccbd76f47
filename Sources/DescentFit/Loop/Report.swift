public import DescentAlgebra
public import DescentSolvers
package import DescentSweep

/// What was done, from which it can be done again.
public struct Report: Sendable, Hashable {
    public let outcome: Outcome
    public let warnings: [Warning]
    package let neuron: String
    /// The rule and all its numbers.
    package let solver: String
    package let batches: Batches?
    package let plan: Plan
    package let threads: Int
    public let steps: Int
    package let epochs: Double
    /// Of X, in all; a fraction of one with mini-batches.
    public let reads: Double
    /// What sources delivered, in bytes.
    package let bytesRead: Int
    /// What was minimised, the penalty included, at the last point that was asked about: of all data, or of the last batch. What the
    /// data's loss alone is at the layer that is returned, a ``Sweep`` of them says.
    public let risk: Double
    public let gradientNorm: Double
    /// The best one, where there was validation.
    public let validationLoss: Double?
    public let seconds: Double
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
