internal import DescentAlgebra

/// The point nearest to the origin in the convex hull of unit vectors, by Wolfe's algorithm (1976).
///
/// Gordan's alternative: either that point x is not the origin, and then every vector v has v·x ≥ |x|² > 0; or it is,
/// and then positive multipliers λ with Σ λv = 0 prove that no direction is strictly positive on any of theirs.
struct NearestPoint {
    enum Answer {
        /// All vectors are strictly positive in this direction, by at least half of what any direction reaches.
        case direction([DoubleDouble])
        /// Σ λv is zero; `remainder` is its length.
        case origin(multipliers: [(index: Int, value: Double)], remainder: Double)
        /// Rounding, or more steps than ever seen.
        case stalled
    }

    private var vectors: [[DoubleDouble]]
    private var highs: [[Double]]
    /// A nearest point of at most this length is the origin.
    private let tolerance: Double
    /// Indices of the affinely independent vectors whose combination the point is.
    private var corral: [Int] = []
    private var shares: [DoubleDouble] = []
    private var cholesky = SmallCholesky()
    private var point: [DoubleDouble] = []

    /// Beyond this there is nothing left to lose.
    private static let nothing = 0x1p-84
    /// Lengths from which on scores in Double are right to many digits.
    private static let long = 0x1p-24
    /// A share that is not more than this is zero.
    private static let smallestShare = 0x1p-84

    init(_ vectors: [[DoubleDouble]], tolerance: Double) {
        self.vectors = vectors
        self.highs = vectors.map(\.highs)
        self.tolerance = tolerance
    }

    /// More vectors; the next search goes on from where the last one ended.
    mutating func append(_ vector: [DoubleDouble]) {
        vectors.append(vector)
        highs.append(vector.highs)
    }

    mutating func find() -> Answer {
        if corral.isEmpty {
            guard admit(0) else { return .stalled }
            shares = [DoubleDouble(1)]
            point = vectors[0]
        }
        for _ in 0..<(100 * (vectors.count + vectors[0].count)) {
            let square = point.dot(point), length = square.squareRoot.high
            if length <= Self.nothing { return origin(length) }
            let (next, score) = least(length)
            if length > tolerance, score.high >= square.high / 2 { return .direction(point) }
            let isOptimal = (square - score).high <= 0x1p-70 * square.high || corral.contains(next) || !admit(next)
            if isOptimal { return length <= tolerance ? origin(length) : .stalled }
            shares.append(.zero)
            guard descend() else { return .stalled }
        }
        return .stalled
    }

    private func origin(_ length: Double) -> Answer {
        .origin(multipliers: zip(corral, shares).map { ($0, $1.high) }, remainder: length)
    }

    /// The vector with the least score.
    private func least(_ length: Double) -> (Int, DoubleDouble) {
        if length > Self.long {
            let direction = point.highs
            var best = 0, least = Double.infinity
            for (index, vector) in highs.enumerated() {
                var score = 0.0
                for i in direction.indices { score += vector[i] * direction[i] }
                if score < least { (best, least) = (index, score) }
            }
            return (best, vectors[best].dot(point))
        }
        var best = 0, least = DoubleDouble(.infinity)
        for (index, vector) in vectors.enumerated() {
            let score = vector.dot(point)
            if score.high < least.high || (score.high == least.high && score.low < least.low) {
                (best, least) = (index, score)
            }
        }
        return (best, least)
    }

    /// Takes a vector into the corral; false where it is an affine combination of those that are there.
    private mutating func admit(_ index: Int) -> Bool {
        let vector = vectors[index]
        guard cholesky.append((corral + [index]).map { DoubleDouble(1) + vectors[$0].dot(vector) }) else {
            return false
        }
        corral.append(index)
        return true
    }

    /// Moves to the nearest point of the corral's affine hull, dropping the vectors on whose far side that lies.
    private mutating func descend() -> Bool {
        while true {
            // (11ᵀ + VᵀV) u = 1 has the affine hull's nearest point as the direction of its solution.
            var target = cholesky.solve([DoubleDouble](repeating: DoubleDouble(1), count: corral.count))
            let total = target.reduce(.zero, +)
            guard total.high > 0 else { return false }
            for i in target.indices { target[i] = target[i] / total }
            let outside = target.indices.filter { target[$0].high <= Self.smallestShare }
            if outside.isEmpty {
                shares = target
                break
            }
            var step = DoubleDouble(1), dropped = outside[0]
            for i in outside {
                let gap = shares[i] - target[i]
                let ratio = gap.high > 0 ? shares[i] / gap : .zero
                if ratio.high < step.high { (step, dropped) = (ratio, i) }
            }
            for i in shares.indices { shares[i] = shares[i] + step * (target[i] - shares[i]) }
            guard drop(dropped) else { return false }
        }
        point = [DoubleDouble](zeros: point.count)
        for (index, share) in zip(corral, shares) { point.add(share, vectors[index]) }
        return true
    }

    private mutating func drop(_ position: Int) -> Bool {
        corral.remove(at: position)
        shares.remove(at: position)
        cholesky.remove(at: position)
        return !corral.isEmpty
    }
}
