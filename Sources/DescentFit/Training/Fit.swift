public import DescentAlgebra
public import DescentSolvers
public import DescentSweep

/// What a fit ended with.
///
/// It keeps the data for `statistics`: whoever wants the samples' memory back keeps the layer alone.
public struct Fit<Element: Scalar>: Sendable {
    /// Predicts on the original features.
    public let layer: Layer<Element>
    /// Where the fit ended, in its own coordinates.
    public let parameters: Parameters
    /// The coordinates of the fit; nil for those of the original features.
    package let standardisation: Standardisation?
    /// What was done, and how it ended.
    public let report: Report
    /// The encoded state, from which the fit can go on; empty for a direct method, which has no way to go.
    public var state: [UInt8] { saved?.encoded ?? [] }
    package let saved: SavedState?
    /// What was learnt from.
    package let data: Dataset<Element>
    /// What was added to the risk.
    package let penalty: Penalty

    /// What the audit has read at the end, and statistics need not read again.
    package let evidence: Evidence?

    /// How the fit ended.
    public var outcome: Outcome { report.outcome }
}
