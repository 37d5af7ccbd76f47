internal import DescentAlgebra

/// The Cholesky factor U of a metric UᵀU in memory of a solver's state.
struct MetricFactor {
    private let factor: UnsafeMutablePointer<Double>
    private let count: Int

    init(_ factor: UnsafeMutablePointer<Double>, _ count: Int) {
        self.factor = factor
        self.count = count
    }

    /// Factors H and the penalty, with as much added to the diagonal as makes it positive; rows and columns of parameters
    /// that are held are those of the identity.
    ///
    /// Combinations of features that are of no account have no curvature anywhere, and so none at the first point; where
    /// curvature is lost later, coefficients are on their way to infinity.
    func factor(_ curvature: Matrix<Double>, for walk: borrowing Walk, without held: [Bool]? = nil) {
        let penalty = walk.l2
        let isFirst = walk.isFirstCurvature
        // Wide apart, so that rounding does not lose what there was.
        let least = (isFirst ? 256 : 4) * Double(count) * Double.ulpOfOne
        curvature.withUnsafePointer { h in
            var largest = 0.0
            for i in 0..<count { largest = max(largest, h[i + i * curvature.stride] + penalty[i]) }
            var damping = 0.0
            while true {
                for column in 0..<count {
                    (factor + column * count).update(from: h + column * curvature.stride, count: column + 1)
                    factor[column * (count + 1)] += penalty[column] + damping
                }
                holdCommonShifts(walk)
                if let held { setIdentity(held) }
                walk[.curvatureNorm] = Double.lansy(order: count, a: factor, stride: count, work: walk.scratch)
                if largest > 0, isRegular(factorise: walk.scratch, least: least) { return }
                // No curvature at all: along the gradient.
                if !(largest > 0x1p-900 && largest < .infinity && damping <= largest) {
                    walk[.curvatureNorm] = 0
                    return setIdentity()
                }
                damping = damping == 0 ? 0x1p-46 * largest : 64 * damping
                if isFirst { walk[.isSingular] = 1 } else if walk[.isSingular] == 0 { walk[.isLost] = 1 }
            }
        }
    }

    /// The same from the upper triangle of an H of few digits, in single precision. False, with no metric made, where some
    /// combination of parameters has so little curvature that these digits may not be enough.
    func factor(rough curvature: inout Matrix<Float>, for walk: borrowing Walk) -> Bool {
        guard let norm = factor(rough: &curvature, ridge: walk.l2, scratch: walk.scratch) else { return false }
        walk[.curvatureNorm] = norm
        return true
    }

    /// Of H + diag(ridge). Returns its 1-norm; nil, with no metric made, as above.
    func factor(
        rough curvature: inout Matrix<Float>, ridge: UnsafePointer<Double>,
        scratch diagonal: UnsafeMutablePointer<Double>
    ) -> Double? {
        let count = count, stride = curvature.stride
        return curvature.withUnsafeMutablePointer { h in
            func widen() {
                for column in 0..<count {
                    let from = h + column * stride, to = factor + column * count
                    for row in 0...column { to[row] = Double(from[row]) }
                }
            }
            for i in 0..<count { h[i * (stride + 1)] += Float(ridge[i]) }
            widen()
            let norm = Double.lansy(order: count, a: factor, stride: count, work: diagonal)
            for i in 0..<count { diagonal[i] = Double(h[i * (stride + 1)]) }
            guard Float.potrf(order: count, a: h, stride: stride) == 0 else { return nil }
            for i in 0..<count {
                let pivot = Double(h[i * (stride + 1)])
                guard pivot * pivot >= Self.leastRoughPivot * diagonal[i], pivot.isFinite else { return nil }
            }
            widen()
            return norm
        }
    }

    /// Of what the diagonal was: a thousand times what single precision makes of thousands of sums and eliminations.
    static let leastRoughPivot = 0x1p-12

    /// A shift common to all outputs of a softmax has no curvature: it gets some, which no step can tell from none.
    private func holdCommonShifts(_ walk: borrowing Walk) {
        walk.forEachSharedRow { places in
            let size = places.reduce(0) { max($0, factor[$1 * (count + 1)]) }
            guard places.allSatisfy({ walk.l2[$0] <= 0x1p-40 * size }) else { return }
            for (index, right) in places.enumerated() {
                for left in places[...index] { factor[left + right * count] += size / Double(places.count) }
            }
        }
    }

    /// Factors in place. Whether no pivot is rounding alone.
    private func isRegular(factorise diagonal: UnsafeMutablePointer<Double>, least: Double) -> Bool {
        for i in 0..<count { diagonal[i] = factor[i * (count + 1)] }
        guard Double.potrf(order: count, a: factor, stride: count) == 0 else { return false }
        return (0..<count).allSatisfy {
            let pivot = factor[$0 * (count + 1)]
            return pivot.isFinite && pivot > 0 && pivot * pivot >= least * diagonal[$0]
        }
    }

    /// ‖H‖₁‖H⁻¹‖₁ of H = UᵀU by LAPACK's estimate, which is seldom below a third of it; `norm` is ‖H‖₁.
    func condition(norm: Double) -> Double {
        var work = [Double](repeating: 0, count: 3 * count), integers = [Int32](repeating: 0, count: count)
        return 1
            / Double.pocon(order: count, u: factor, stride: count, norm: norm, work: &work, integers: &integers)
    }

    /// √(xᵀUᵀU x)
    func length(of x: UnsafePointer<Double>) -> Double {
        var sum = 0.0
        for row in 0..<count {
            let value = (row..<count).reduce(0) { $0 + factor[row + $1 * count] * x[$1] }
            sum += value * value
        }
        return sum.squareRoot()
    }

    /// Of the size of what is not held, so that the condition stays that of the others.
    private func setIdentity(_ held: [Bool]) {
        let size = (0..<count).reduce(0) { held[$1] ? $0 : max($0, factor[$1 * (count + 1)]) }
        for column in 0..<count {
            for row in 0...column where held[row] || held[column] {
                factor[row + column * count] = row == column ? (size > 0 ? size : 1) : 0
            }
        }
    }

    private func setIdentity() {
        factor.update(repeating: 0, count: count * count)
        for i in 0..<count { factor[i * (count + 1)] = 1 }
    }

    /// (UᵀU)⁻¹ x
    func solve(_ x: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
        result.update(from: x, count: count)
        Double.trsv(.transposed, order: count, r: factor, stride: count, x: result)
        Double.trsv(.plain, order: count, r: factor, stride: count, x: result)
    }
}
