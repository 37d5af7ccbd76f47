internal import DescentAlgebra

/// A notion of the curvature as the Cholesky factor U of a matrix UᵀU, with what is known of its size.
package struct MetricFactor: Sendable, Hashable {
    /// Upper, dense and column-major; empty until one is made, as many fits never make one.
    package var factor: [Double] = []
    /// ‖UᵀU‖₁; 0 where there is none.
    package var norm = 0.0
    /// ‖H‖₁‖H⁻¹‖₁ where it came with the factor; else 0.
    var knownCondition = 0.0

    package init() {}

    /// Room for a factor, unless it is there.
    mutating func makeRoom(_ count: Int) {
        if factor.isEmpty { factor = [Double](repeating: 0, count: count * count) }
    }

    /// (UᵀU)⁻¹ x, into `result`, which may be x.
    func solve(_ x: [Double], into result: inout [Double]) {
        let count = x.count
        result = x
        Double.trsv(.transposed, order: count, r: factor, stride: count, x: &result)
        Double.trsv(.plain, order: count, r: factor, stride: count, x: &result)
    }

    /// ½ gᵀ(UᵀU)⁻¹g: what is left to gain where the gradient is g and UᵀU the curvature.
    package func decrement(_ gradient: [Double]) -> Double {
        let count = gradient.count
        guard factor.count == count * count else { return .infinity }
        var x = gradient
        Double.trsv(.transposed, order: count, r: factor, stride: count, x: &x)
        return Double.dot(count, x, x) / 2
    }

    /// ‖D⁻½UᵀU D⁻½‖₁ times that of its inverse, D the diagonal of UᵀU: what scaling the parameters cannot mend.
    package func scaledCondition(_ count: Int) -> Double {
        var scaled = factor
        for column in 0..<count {
            let size = norm(ofColumn: column, of: count)
            guard size > 0, size.isFinite else { return .infinity }
            for row in 0...column { scaled[row + column * count] /= size }
        }
        var work = [Double](repeating: 0, count: 3 * count), integers = [Int32](repeating: 0, count: count)
        let reciprocal = Double.trcon(order: count, r: scaled, stride: count, work: &work, integers: &integers)
        return reciprocal > 0 ? 1 / (reciprocal * reciprocal) : .infinity
    }

    /// ‖U e‖₂ of a column: the root of the diagonal of UᵀU.
    package func norm(ofColumn column: Int, of count: Int) -> Double {
        factor.withUnsafeBufferPointer { Double.nrm2(column + 1, $0.baseAddress! + column * count) }
    }

    /// √(xᵀUᵀU x)
    func length(of x: [Double]) -> Double { lengths(of: x, each: x.count)[0] }

    /// The same of several vectors, one after the other, by one product.
    func lengths(of vectors: [Double], each count: Int) -> [Double] {
        var products = vectors
        let number = vectors.count / max(1, count)
        Double.trmm(rows: count, columns: number, r: factor, stride: count, b: &products, strideB: max(1, count))
        return products.withUnsafeBufferPointer { products in
            (0..<number).map { Double.nrm2(count, products.baseAddress! + $0 * count) }
        }
    }

    /// ‖H‖₁‖H⁻¹‖₁ of H = UᵀU by LAPACK's estimate, which is seldom below a third of it.
    package func condition(_ count: Int) -> Double {
        if knownCondition > 0 { return knownCondition }
        var work = [Double](repeating: 0, count: 3 * count), integers = [Int32](repeating: 0, count: count)
        return 1
            / Double.pocon(order: count, u: factor, stride: count, norm: norm, work: &work, integers: &integers)
    }

    mutating func code<Coder: StateCoder>(with coder: inout Coder, _ count: Int) throws(Coder.Failure) {
        try coder.numbers(&factor, "a metric", noneOr: count * count)
        if !factor.isEmpty {
            for i in 0..<count {
                try coder.require(factor[i * (count + 1)] >= 0, "a metric has a negative diagonal")
            }
        }
        try coder.number(&norm, "the norm of a metric") { $0 >= 0 && $0.isFinite }
        try coder.number(&knownCondition, "the condition of a metric") { $0 >= 0 }
    }
}

extension MetricFactor {
    /// From the upper triangle of an H of few digits, in single precision, and a ridge. False, with no metric made, where some
    /// combination of parameters has so little curvature that these digits may not be enough.
    mutating func make(rough curvature: inout Matrix<Float>, ridge: [Double]) -> Bool {
        let count = ridge.count, stride = curvature.stride
        makeRoom(count)
        var diagonal = [Double](repeating: 0, count: count)
        return curvature.withUnsafeMutablePointer { h in
            for i in 0..<count { h[i * (stride + 1)] += Float(ridge[i]) }
            widen(h, stride, count)
            let norm = Double.lansy(order: count, a: factor, stride: count, work: &diagonal)
            for i in 0..<count { diagonal[i] = Double(h[i * (stride + 1)]) }
            guard Float.potrf(order: count, a: h, stride: stride) == 0 else { return false }
            for i in 0..<count {
                let pivot = Double(h[i * (stride + 1)])
                guard pivot * pivot >= Self.leastRoughPivot * diagonal[i], pivot.isFinite else { return false }
            }
            widen(h, stride, count)
            self.norm = norm
            knownCondition = 0
            return true
        }
    }

    private mutating func widen(_ h: UnsafePointer<Float>, _ stride: Int, _ count: Int) {
        factor.withUnsafeMutableBufferPointer { factor in
            for column in 0..<count {
                let from = h + column * stride, to = factor.baseAddress! + column * count
                for row in 0...column { to[row] = Double(from[row]) }
            }
        }
    }

    /// Of what the diagonal was: a thousand times what single precision makes of thousands of sums and eliminations.
    private static var leastRoughPivot: Double { 0x1p-12 }
}
