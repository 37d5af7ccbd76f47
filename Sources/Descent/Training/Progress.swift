/// Where a fit is after a step.
public struct Progress: Sendable, Hashable {
    /// Steps taken, this one included; an answer that ends the fit is not followed by a step.
    public let step: Int
    /// Whole passes over the data, from 0; a fraction of one with mini-batches.
    public let epochs: Double
    /// The penalised risk at the point before the step: of all data, or of the batch.
    public let loss: Double
    /// Of its gradient; with an l1 penalty, of the smallest subgradient.
    public let gradientNorm: Double
    /// The rate of the step.
    public let rate: Double
    /// The unpenalised risk on the validation data, where it was measured at this step.
    public let validationLoss: Double?
    /// Since the fit began.
    public let seconds: Double
}

/// Data that tell when a fit begins to learn its own samples by heart.
public struct Validation<Element: Scalar>: Sendable {
    public let data: Dataset<Element>
    /// Checks without a better loss after which the fit stops early.
    public let patience: Int

    /// The loss on `data` is checked after every epoch, which without mini-batches is every step. The fit ends with the
    /// weights that were best, however it ends. Fails with `illegalOption` for a patience below 1.
    public init(_ data: Dataset<Element>, patience: Int) throws(DescentError) {
        guard patience >= 1 else {
            throw .illegalOption(name: "the patience", value: "\(patience)", requirement: "at least 1")
        }
        self.data = data
        self.patience = patience
    }
}

/// What a fit ended with.
public struct Fit<Element: Scalar>: Sendable {
    /// Predicts on the original features.
    public let layer: Layer<Element>
    /// In the coordinates of the fit.
    public let parameters: Parameters
    /// The coordinates of the fit; nil for those of the original features.
    public let standardisation: Standardisation?
    public let report: Report
    /// The encoded state, from which the fit can go on; empty for a direct method, which has no way to go.
    public var state: [UInt8] { saved?.encoded ?? [] }
    let saved: SavedState?
    /// What was learnt from, kept for `statistics`: whoever wants the samples' memory back keeps the layer alone.
    public let data: Dataset<Element>
    /// What was added to the risk.
    public let penalty: Penalty

    public var outcome: Outcome { report.outcome }
}

/// What was done, from which it can be done again.
public struct Report: Sendable, Hashable {
    public let outcome: Outcome
    public let warnings: [Warning]
    public let neuron: String
    /// The rule and all its numbers.
    public let solver: String
    public let batches: Batches?
    public let plan: Plan
    public let threads: Int
    public let steps: Int
    public let epochs: Double
    /// Of X, in all; a fraction of one with mini-batches.
    public let reads: Double
    /// The same in bytes.
    public let bytesRead: Int
    /// Penalised, at the last point that was asked about: of all data, or of the last batch.
    public let loss: Double
    public let gradientNorm: Double
    /// The best one, where there was validation.
    public let validationLoss: Double?
    public let seconds: Double
    public let certificate: Certificate

    /// Of X, over the whole fit: what it did beside reading counts as well.
    public var bytesPerSecond: Double { Double(bytesRead) / seconds }

    /// `bytesPerSecond` over what as many threads of this process reach by reading alone, which is measured when it is
    /// first asked for: see ``ReadBandwidth/ofProcess(threads:)``. Above 1 where X stayed in a cache.
    ///
    /// - Throws: `algebra` where there is no memory for the measurement.
    public func shareOfBandwidth() throws(DescentError) -> Double {
        bytesPerSecond / (try ReadBandwidth.ofProcess(threads: threads))
    }

    public enum Warning: Sendable, Hashable {
        /// The gradient was exactly 0 at the start although the loss is not: every unit is dead, and no descent can
        /// leave. Start from other weights.
        case deadFromTheStart
        /// A feature that is a combination of others, up to the rounding of the data. Predictions do not depend on how its
        /// weight is shared with theirs: least squares gives it the weight 0, descent a part that depends on the way.
        case dependent(Dependence)
        /// There are more coefficients than what the samples determine, and many that fit as well.
        case underdetermined(rank: Int, coefficients: Int)
        /// The coefficient of a feature, or with nil the bias, of this output runs to infinity.
        case runsToInfinity(Feature?, output: Int, Separation.Coefficient.Sign)
        /// The coefficients are large, and whether the data are separated could not be told.
        case mayBeSeparated(Separation.Obstacle)
        /// The residuals are rounding: nothing can be said about the noise.
        case perfectFit
    }
}

extension Report: CustomStringConvertible {
    public var description: String {
        var lines = ["\(neuron): \(outcome)"]
        lines.append("solver        \(solver)")
        if let batches { lines.append("batches       \(batches.size) samples, seed \(batches.seed)") }
        lines.append("steps         \(steps), epochs \(epochs), reads of X \(reads)")
        lines.append("loss          \(loss), gradient norm \(gradientNorm)")
        if let validationLoss { lines.append("validation    \(validationLoss)") }
        lines.append(
            "threads       \(threads), tiles of \(plan.tileSamples) samples, \(plan.blasCore), \(plan.kernelLevel)")
        lines.append("seconds       \(seconds), reading \((bytesPerSecond / 1e9).written(digits: 3)) GB/s of X")
        lines += certificate.lines
        for warning in warnings { lines.append("warning       \(warning)") }
        return lines.joined(separator: "\n")
    }
}

extension Report.Warning: CustomStringConvertible {
    public var description: String {
        switch self {
        case .deadFromTheStart: "the gradient is 0 from the start: no unit responds"
        case .dependent(let dependence): "\(dependence)"
        case .underdetermined(let rank, let coefficients):
            "\(coefficients) coefficients, of which the samples determine \(rank): others fit as well; a penalty chooses"
        case .runsToInfinity(let feature, let output, let sign):
            (output > 0 ? "output \(output): " : "") + "the \(feature.map { "weight of \($0)" } ?? "bias") runs to "
                + (sign == .plus ? "+∞" : sign == .minus ? "-∞" : "±∞")
        case .mayBeSeparated(let obstacle): "\(obstacle); the coefficients may have no finite optimum"
        case .perfectFit: "the fit is perfect up to rounding: standard errors mean nothing"
        }
    }
}
