internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// The coordinates in which directions are looked for: features centred and scaled by powers of two, so that those of
/// all data are of about the same size, and that scaling a feature by a power of two changes nothing.
///
/// A feature is divided by the power of two below its standard deviation (without a bias: its root mean square). With a
/// bias it is centred on its mean, rounded to a multiple of a 16th of that, so that whole numbers stay exact.
struct RecessionCoordinates: Sendable {
    let features: Int
    let hasBias: Bool
    let blocks: Int
    let inverse: [Double]
    /// What features are centred on, in units of the scale.
    let centre: [Double]
    /// Bounds of |x| and of the length of a sample's vector, weights of 0 included.
    let largest: [Double]
    let longest: Double

    init(of survey: Survey, hasBias: Bool, blocks: Int) {
        features = survey.features.count
        self.hasBias = hasBias
        self.blocks = blocks
        var inverse: [Double] = [], centre: [Double] = [], square = hasBias ? 1.0 : 0
        for feature in survey.features {
            let size = max(feature.minimum.magnitude, feature.maximum.magnitude)
            let spread =
                feature.isConstant
                ? size
                : hasBias
                    ? feature.standardDeviation
                    : max(feature.standardDeviation, feature.mean.magnitude)
            let scale = Moments.powerOfTwo(near: spread > 0 ? spread : size)
            let middle = feature.mean / scale
            let rounded = feature.isConstant || middle.magnitude > 0x1p48 ? middle : (middle * 16).rounded() / 16
            inverse.append(1 / scale)
            centre.append(hasBias ? rounded : 0)
            let reach = size / scale + centre.last!.magnitude
            square += reach * reach
        }
        self.inverse = inverse
        self.centre = centre
        self.largest = survey.features.map { max($0.minimum.magnitude, $0.maximum.magnitude) }
        self.longest = (blocks > 1 ? 2 * square : square).squareRoot()
    }

    /// Coordinates of one block: the features, then the bias if there is one.
    var width: Int { features + (hasBias ? 1 : 0) }
    var dimension: Int { width * blocks }

    /// A sample in these coordinates, each rounded once.
    func write(_ x: UnsafePointer<Double>, to result: UnsafeMutablePointer<Double>) {
        for i in 0..<features { result[i] = x[i] * inverse[i] - centre[i] }
        if hasBias { result[features] = 1 }
    }

    /// The vector whose product with a direction is what a condition asks to be at least 0.
    func vector(_ row: RecessionRow) -> [DoubleDouble] {
        var result = [DoubleDouble](zeros: dimension)
        for (block, sign) in [(row.condition.plus, 1.0), (row.condition.minus, -1.0)] where block >= 0 {
            let first = block * width
            for i in 0..<features {
                result[first + i] = DoubleDouble(sum: sign * row.x[i] * inverse[i], -sign * centre[i])
            }
            if hasBias { result[first + features] = DoubleDouble(sign) }
        }
        return result
    }

    /// A direction as parameters for the features as they are, scaled by a power of two.
    ///
    /// - Parameters:
    ///   - values: in these coordinates, but biases those of features that are not centred.
    ///   - outputs: one more than blocks for classes, of which the first has none.
    func parameters(_ values: [Double], outputs: Int) -> Parameters {
        var result = Parameters(features: features, outputs: outputs, hasBias: hasBias)
        let skipped = outputs - blocks
        // The largest is near 1, as a weight may be of 2^±1000 in a design of such features.
        var exponent = Int.min
        for block in 0..<blocks {
            for i in 0..<width where values[block * width + i] != 0 {
                let scale = i < features ? Int(inverse[i].exponent) : 0
                exponent = max(exponent, Int(values[block * width + i].exponent) + scale)
            }
        }
        guard exponent > .min else { return result }
        for block in 0..<blocks {
            for i in 0..<features {
                let shift = Int(inverse[i].exponent) - exponent
                result[i, block + skipped] = Double(
                    sign: .plus, exponent: shift, significand: values[block * width + i])
            }
            if hasBias {
                let bias = values[block * width + features]
                result.setBias(Double(sign: .plus, exponent: -exponent, significand: bias), output: block + skipped)
            }
        }
        return result
    }

    /// Parameters as a direction in these coordinates.
    func direction(_ parameters: Parameters) -> [Double] {
        var result: [Double] = []
        let skipped = parameters.outputCount - blocks
        for block in 0..<blocks {
            var bias = skipped > 0 ? parameters.bias(block + skipped) - parameters.bias(0) : parameters.bias(block)
            for i in 0..<features {
                let weight = parameters[i, block + skipped] - (skipped > 0 ? parameters[i, 0] : 0)
                result.append(weight / inverse[i])
                bias += weight / inverse[i] * centre[i]
            }
            if hasBias { result.append(bias) }
        }
        return result
    }

    /// The bias for features that are not centred.
    func bias(of direction: [DoubleDouble], block: Int) -> DoubleDouble {
        var bias = direction[block * width + features]
        for i in 0..<features { bias -= direction[block * width + i] * DoubleDouble(centre[i]) }
        return bias
    }
}

/// A condition on one sample, with the sample.
struct RecessionRow: Sendable {
    let sample: Int
    let condition: Recession.Condition
    let x: [Double]
}
