internal import DescentAlgebra

/// A subspace as an orthonormal basis, which grows by one vector after the other.
struct Subspace: Sendable {
    let dimension: Int
    /// Vectors whose part outside is at most this share of their length count as inside.
    let tolerance: Double
    private(set) var basis: [[DoubleDouble]] = []

    init(dimension: Int, tolerance: Double) {
        self.dimension = dimension
        self.tolerance = tolerance
    }

    var rank: Int { basis.count }
    var isWhole: Bool { rank == dimension }

    /// The part of a vector that is orthogonal to the subspace. Taken twice, it is so to the last bits.
    func outside(_ vector: [DoubleDouble]) -> [DoubleDouble] {
        var rest = vector
        for _ in 0..<2 {
            for direction in basis { rest.add(-direction.dot(rest), direction) }
        }
        return rest
    }

    /// The direction of the part outside, or nil where the vector counts as inside.
    func direction(outside vector: [DoubleDouble]) -> [DoubleDouble]? {
        let size = vector.norm
        guard size.high > 0 else { return nil }
        let rest = outside(vector), length = rest.norm
        return length.high > tolerance * size.high ? rest.scaled(by: DoubleDouble(1) / length) : nil
    }

    /// Takes vectors in, the one that is farthest outside first, so that small angles between them cost no digits.
    mutating func extend(by vectors: [[DoubleDouble]]) {
        var waiting = vectors.compactMap { vector in
            let size = vector.norm
            return size.high > 0 ? outside(vector.scaled(by: DoubleDouble(1) / size)) : nil
        }
        while !isWhole {
            let lengths = waiting.map { $0.norm }
            guard let next = lengths.indices.max(by: { lengths[$0].high < lengths[$1].high }),
                lengths[next].high > tolerance
            else { return }
            let rest = outside(waiting.remove(at: next))
            let direction = rest.scaled(by: DoubleDouble(1) / rest.norm)
            basis.append(direction)
            for i in waiting.indices { waiting[i].add(-direction.dot(waiting[i]), direction) }
        }
    }

    /// An orthonormal basis of what is outside.
    func complement() -> [[DoubleDouble]] {
        var whole = self
        whole.extend(
            by: (0..<dimension).map { place in
                var unit = [DoubleDouble](zeros: dimension)
                unit[place] = DoubleDouble(1)
                return unit
            })
        return Array(whole.basis[rank...])
    }
}
