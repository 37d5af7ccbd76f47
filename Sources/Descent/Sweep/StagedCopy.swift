internal import DescentAlgebra

/// x · inverse − shifted per feature. Powers of two as factors, so that a staged value is rounded once.
final class StagedCopy<Element: Scalar>: Sendable {
    let inverse: Buffer<Element>
    let shifted: Buffer<Element>

    init(features: Int, standardisation: Standardisation?) throws(DescentError) {
        inverse = try Buffer(features)
        shifted = try Buffer(features)
        for feature in 0..<features {
            let factor = standardisation.map { 1 / $0.scale[feature] } ?? 1
            inverse[feature] = Element(factor)
            shifted[feature] = Element((standardisation?.shift[feature] ?? 0) * factor)
        }
    }
}
