package import DescentAlgebra

/// x · inverse − shifted per feature. Powers of two as factors, so that a staged value is rounded once.
package final class StagedCopy<Element: Scalar>: Sendable {
    let inverse: Buffer<Element>
    let shifted: Buffer<Element>

    /// - Parameters:
    ///   - shift: per feature, what is 0 in the copy.
    ///   - scale: per feature, what is 1 more.
    init(shift: [Double], scale: [Double]) throws(DescentError) {
        inverse = try Buffer(shift.count)
        shifted = try Buffer(shift.count)
        for feature in shift.indices {
            let factor = 1 / scale[feature]
            inverse[feature] = Element(factor)
            shifted[feature] = Element(shift[feature] * factor)
        }
    }
}
