package import DescentAlgebra
package import DescentSolvers

/// Centred and scaled features, x̃ = (x − shift) / scale, without a copy of the data: a change of coordinates for
/// weights and gradients that never changes the objective.
///
/// With z = Σ v x̃ + c, the same scores come from w = v/scale and b = c − Σ v shift/scale; so a sweep computes on the
/// data as they are and converts the gradient. That loses digits where a mean is large beside its deviation: there
/// each tile is staged, that is, copied, centred and scaled.
package struct Standardisation: Sendable, Hashable {
    /// The weighted means, in the precision of the data; zeros where there is no bias to absorb them.
    package let shift: [Double]
    /// Powers of two near the standard deviations, so that scaling rounds nothing.
    package let scale: [Double]
    /// Whether tiles are copied.
    package let isStaged: Bool

    /// Above this |mean|/sd a feature is staged: folding would lose more than two digits of the gradient.
    package static let largestFoldedOffset = 64.0

    package init<Element: Scalar>(of survey: Survey, hasBias: Bool, as type: Element.Type) {
        // Beyond these magnitudes, sums of products of unscaled values could leave the range.
        let limit = type == Float.self ? 0x1p40 : 0x1p400
        let range = type == Float.self ? (0x1p-126, 0x1p126) : (0x1p-1022, 0x1p1022)
        var isStaged = false
        var shifts: [Double] = [], scales: [Double] = []
        for feature in survey.features {
            let shift = hasBias ? Double(Element(feature.mean)) : 0
            let largest = max(feature.minimum.magnitude, feature.maximum.magnitude)
            // Without centring, what matters is the distance from zero.
            let spread = hasBias ? feature.standardDeviation : max(feature.standardDeviation, feature.mean.magnitude)
            let size = spread > 0 ? spread : largest
            let isOffset = feature.mean.magnitude > Self.largestFoldedOffset * feature.standardDeviation
            // A constant is scaled to size 1, where folding loses nothing that matters.
            if hasBias && isOffset && !feature.isConstant { isStaged = true }
            if largest > limit || (size > 0 && size < 1 / limit) { isStaged = true }
            shifts.append(shift)
            // Also no sample, of weight 0 or not, may leave the range when it is divided by the scale.
            let least = max(range.0, largest / range.1)
            scales.append(size > 0 ? min(max(size, least).binade, range.1) : 1)
        }
        self.shift = shifts
        self.scale = scales
        self.isStaged = isStaged
    }

    /// The same function in the coordinates of the original features: w = v/scale, b = c − Σ w shift. Traps for another
    /// number of features.
    package func original(_ point: Parameters) -> Parameters {
        precondition(point.featureCount == shift.count)
        var result = point
        for output in 0..<point.outputCount {
            var bias = point.bias(output)
            for feature in 0..<point.featureCount {
                let weight = point[feature, output] / scale[feature]
                result[feature, output] = weight
                bias -= weight * shift[feature]
            }
            if point.hasBias { result.setBias(bias, output: output) }
        }
        return result
    }

    /// The same function in the coordinates of the standardised features: v = w scale, c = b + Σ w shift. Traps for
    /// another number of features.
    package func standardised(_ point: Parameters) -> Parameters {
        precondition(point.featureCount == shift.count)
        var result = point
        for output in 0..<point.outputCount {
            var bias = point.bias(output)
            for feature in 0..<point.featureCount {
                bias += point[feature, output] * shift[feature]
                result[feature, output] = point[feature, output] * scale[feature]
            }
            if point.hasBias { result.setBias(bias, output: output) }
        }
        return result
    }

    /// Turns the gradient by the weights w of every output into that by v, in place. The gradient by c is that by b.
    package func convertGradient(
        _ gradient: UnsafeMutablePointer<Double>, outputs: Int, biasGradient: UnsafePointer<Double>
    ) {
        for output in 0..<outputs {
            for feature in shift.indices {
                let index = output * shift.count + feature
                gradient[index] = (gradient[index] - shift[feature] * biasGradient[output]) / scale[feature]
            }
        }
    }
}
