internal import DescentAlgebra

/// Conjugate gradients on their way to a direction.
package struct ConjugateMemory: Sendable, Hashable {
    /// The diagonal that conditions the products.
    let diagonal: [Double]
    var residual: [Double]
    var along: [Double]
    var isSolving = false
    /// rᵀ D r now and at the beginning.
    var size = 0.0
    var firstSize = 0.0
    var products = 0
    /// The largest curvature along any direction so far, in the diagonal's metric.
    var largestQuotient = 0.0

    init(inverse: [Double], ridge: [Double]) {
        diagonal = zip(inverse, ridge).map { $0 / (1 + $0 * $1) }
        residual = [Double](repeating: 0, count: inverse.count)
        along = residual
    }

    var numbers: Int { Self.vectors * diagonal.count }
    static let vectors = 3

    /// H d = −g at the walk's base.
    mutating func begin(_ walk: borrowing Walk) {
        residual = walk.gradient
        removeCommonShifts(walk)
        size = 0
        for i in residual.indices {
            along[i] = -diagonal[i] * residual[i]
            size -= along[i] * residual[i]
        }
        firstSize = size
        products = 0
        isSolving = true
    }

    /// A shift common to all outputs of a softmax has no curvature, and no gradient but rounding, which would become long steps.
    private mutating func removeCommonShifts(_ walk: borrowing Walk) {
        let l2 = walk.l2
        walk.forEachSharedRow { places in
            guard places.allSatisfy({ l2[$0] == 0 }) else { return }
            let mean = places.reduce(0) { $0 + residual[$1] } / Double(places.count)
            for place in places { residual[place] -= mean }
        }
    }

    /// Takes the product with `along`. True when the walk's direction is as exact as it needs to be.
    mutating func take(_ product: [Double], _ walk: inout Walk, most: Int) -> Bool {
        let count = product.count
        var curvature = 0.0, length = 0.0
        for i in 0..<count {
            curvature += along[i] * (product[i] + walk.l2[i] * along[i])
            length += along[i] * along[i] / diagonal[i]
        }
        let quotient = curvature / length, largest = max(quotient, largestQuotient)
        largestQuotient = largest.isFinite ? largest : largestQuotient
        guard curvature > 0, quotient > 8 * walk.ulp * largest, size / curvature < .infinity else {
            // No curvature that way but rounding: what there is so far, or the way itself.
            if products == 0 { walk.direction = along }
            return true
        }
        let share = size / curvature
        var rest = 0.0
        for i in 0..<count {
            walk.direction[i] += share * along[i]
            residual[i] += share * (product[i] + walk.l2[i] * along[i])
        }
        removeCommonShifts(walk)
        for i in 0..<count { rest += residual[i] * diagonal[i] * residual[i] }
        let before = size
        products += 1
        size = rest
        let goal = min(0.5, norm(walk.gradient, count).squareRoot())
        if rest <= goal * goal * firstSize || products >= most { return true }
        for i in 0..<count { along[i] = rest / before * along[i] - diagonal[i] * residual[i] }
        return false
    }

    mutating func code<Coder: StateCoder>(with coder: inout Coder) throws(Coder.Failure) {
        try coder.numbers(&residual, "the residual of conjugate gradients")
        try coder.numbers(&along, "their direction")
        try coder.flag(&isSolving, "whether they are under way")
        try coder.number(&size, "their residual's size") { $0 >= 0 }
        try coder.number(&firstSize, "their first residual's size") { $0 >= 0 }
        try coder.count(&products, "their products", in: 0...1_000_000_000)
        try coder.number(&largestQuotient, "the largest curvature") { $0 >= 0 && $0.isFinite }
    }
}
