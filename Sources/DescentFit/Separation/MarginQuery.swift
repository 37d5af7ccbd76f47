internal import DescentAlgebra
internal import DescentSweep

/// What a pass over the data asks: a direction, and the subspace whose complement the cone of recession lies in. One
/// thread writes it between passes; the threads of a pass read it.
final class MarginQuery<Element: Scalar>: @unchecked Sendable {
    let coordinates: RecessionCoordinates
    let kind: Recession
    let tolerance: Double
    /// What rounding in Double can make of a margin of 0, for vectors of length 1.
    let rounding: Double
    /// The direction that is asked about, of length 1, or 0 where there is none.
    let direction: Buffer<Double>
    /// The direction for features as they lie in memory, block after block, and its biases.
    let weights: Buffer<Element>
    let biases: Buffer<Double>
    /// Where set, directions lie in its span.
    private(set) var frame: Frame?
    /// Vectors that all directions of the cone are orthogonal to; orthonormal, one after the other, in the frame.
    private(set) var fixed: [Double] = []
    private(set) var fixedCount = 0
    private(set) var isZero = true
    /// Scores of the BLAS that are larger than this have the right sign and are not too small to matter.
    private(set) var doubt = Double.infinity

    init(_ coordinates: RecessionCoordinates, kind: Recession, tolerance: Double) throws(DescentError) {
        self.coordinates = coordinates
        self.kind = kind
        self.tolerance = tolerance
        self.rounding = Double(coordinates.dimension + 4) * Double.ulpOfOne
        direction = try Buffer(coordinates.dimension)
        weights = try Buffer(coordinates.features * coordinates.blocks)
        biases = try Buffer(coordinates.blocks)
    }

    /// - Parameter vector: in the frame, as is the subspace.
    func ask(_ vector: [DoubleDouble], within fixed: Subspace, in frame: Frame?) {
        let size = vector.norm
        let scaled = size.high > 0 ? vector.scaled(by: DoubleDouble(1) / size) : vector
        let unit = frame?.embed(scaled) ?? scaled
        for (index, value) in unit.enumerated() { direction[index] = value.high }
        isZero = size.high == 0
        self.frame = frame
        self.fixed = fixed.basis.flatMap(\.highs)
        fixedCount = fixed.rank
        let width = coordinates.width, features = coordinates.features
        let tiny = Double(Element.leastNormalMagnitude)
        var error = 0.0
        for block in 0..<coordinates.blocks {
            biases[block] = coordinates.hasBias ? coordinates.bias(of: unit, block: block).high : 0
            error += biases[block].magnitude
            for i in 0..<features {
                let weight = direction[block * width + i] * coordinates.inverse[i]
                weights[block * features + i] = Element(weight)
                // What a denormal weight loses counts as a rounding of it.
                error += coordinates.largest[i] * (weight.magnitude + tiny) + tiny
            }
        }
        let reach = error
        error *= 4 * Double(features + 4) * max(Double(Element.ulpOfOne), Double.ulpOfOne)
        // No sum of the products may leave the range.
        let isUsable =
            (0..<weights.count).allSatisfy { weights[$0].isFinite }
            && reach < Double(Element.greatestFiniteMagnitude) / 4
        doubt = isUsable && size.high > 0 ? max(error, tolerance * coordinates.longest) : .infinity
    }

    /// The length of what the fixed vectors, and the frame, leave of a vector in scaled coordinates. `scratch` holds as
    /// many values as there are coordinates.
    func lengthLeft(of vector: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>) -> Double {
        var rest = vector, count = coordinates.dimension
        if let frame {
            frame.project(vector, into: scratch)
            (rest, count) = (scratch, frame.count)
        }
        if count == 0 || fixedCount == count { return 0 }
        fixed.withUnsafeBufferPointer { fixed in
            for number in 0..<fixedCount {
                let basis = fixed.baseAddress! + number * count
                Double.axpy(count, alpha: -Double.dot(count, basis, rest), basis, rest)
            }
        }
        return Double.dot(count, rest, rest).squareRoot()
    }
}
