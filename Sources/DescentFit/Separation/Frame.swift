internal import DescentAlgebra

/// An orthonormal basis of the directions that a certified face leaves, so that the search goes on in as few dimensions.
///
/// Its vectors are of Double precision: orthogonal to the face's samples to a few units of 2⁻⁵² per unknown, well within
/// the tolerance of a search in many dimensions.
struct Frame: Sendable {
    /// Coordinates of a direction.
    let dimension: Int
    /// Vectors in the basis.
    let count: Int
    /// One after the other.
    let values: [Double]

    /// The vector's coordinates in the basis.
    func project(_ vector: [DoubleDouble]) -> [DoubleDouble] {
        (0..<count).map { number in
            var sum = DoubleDouble.zero
            for i in 0..<dimension { sum += vector[i] * values[number * dimension + i] }
            return sum
        }
    }

    func project(_ vector: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
        guard count > 0 else { return }
        Double.gemv(
            .transposed, rows: dimension, columns: count, alpha: 1, a: values, stride: dimension, x: vector, beta: 0,
            y: result)
    }

    /// The vector that has these coordinates.
    func embed(_ coordinates: [DoubleDouble]) -> [DoubleDouble] {
        var result = [DoubleDouble](zeros: dimension)
        for number in 0..<count {
            for i in 0..<dimension { result[i] += coordinates[number] * values[number * dimension + i] }
        }
        return result
    }
}

extension Frame {
    /// A basis of the span of independent vectors, one after the other. Nil where they are too nearly dependent.
    init?(orthonormalising vectors: [Double], dimension: Int) {
        var values = vectors
        let count = dimension == 0 ? 0 : vectors.count / dimension
        let isIndependent = values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return true }
            for number in 0..<count {
                let vector = base + number * dimension
                let before = Double.nrm2(dimension, vector)
                for _ in 0..<2 {
                    for other in 0..<number {
                        let basis = base + other * dimension
                        Double.axpy(dimension, alpha: -Double.dot(dimension, basis, vector), basis, vector)
                    }
                }
                let after = Double.nrm2(dimension, vector)
                guard after > 0x1p-20 * before, after.isFinite else { return false }
                Double.scal(dimension, alpha: 1 / after, vector)
            }
            return true
        }
        guard isIndependent else { return nil }
        self.init(dimension: dimension, count: count, values: values)
    }
}
