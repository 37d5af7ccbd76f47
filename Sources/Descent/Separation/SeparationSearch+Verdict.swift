extension SeparationSearch {
    /// The search's answer in terms of coefficients and samples.
    func verdict(suspecting suspect: Parameters?) throws(DescentError) -> Separation {
        switch try run(suspecting: suspect.map(coordinates.direction)) {
        case .undecided(let obstacle): return .undecided(obstacle)
        case .decided(_, strict: 0, _): return .none
        case .decided(let direction, _, equal: 0): return .complete(direction: parameters(complete: direction))
        case .decided(let direction, _, _):
            guard let infinity = try infinity(along: direction) else { return .undecided(.rounding(passes: passes)) }
            return .quasiComplete(infinity)
        }
    }

    private var outputs: Int { kind.isCoupled ? kind.blocks + 1 : 1 }

    private func parameters(complete direction: [DoubleDouble]) -> Parameters {
        var values = direction.highs
        if coordinates.hasBias {
            for block in 0..<coordinates.blocks {
                values[block * coordinates.width + coordinates.features] =
                    coordinates.bias(of: direction, block: block).high
            }
        }
        return coordinates.parameters(values, outputs: outputs)
    }

    /// What runs to infinity. The directions of the cone span the complement of what is fixed, so a coefficient stays
    /// finite if and only if it is a combination of what is fixed.
    private func infinity(along direction: [DoubleDouble]) throws(DescentError) -> Separation.Infinity? {
        guard let span = try span() else { return nil }
        let remaining = try remaining(direction)
        let (collinear, places) = split(span)
        guard let coefficients = CoefficientsOfDirections(span: span, collinear: collinear) else { return nil }
        var values = [Double](repeating: 0, count: coordinates.dimension)
        var infinite: [Separation.Coefficient] = []
        for place in places {
            let vector = coefficients.vector(of: vector(place))
            guard isInfinite(vector) else { continue }
            let value = vector.dot(direction).high
            values[place] = value
            infinite.append(
                Separation.Coefficient(
                    place: name(place),
                    sign: try sign(of: vector, value: value, isOnlyDirection: span.rank == fixed.rank + 1)))
        }
        return Separation.Infinity(
            direction: coordinates.parameters(values, outputs: outputs), coefficients: infinite,
            collinear: collinear.map(name), remaining: remaining)
    }

    /// Less than this share of a coefficient is what rounding of decimal fractions leaves.
    private static var smallestShare: Double { 0x1p-36 }

    private func isInfinite(_ vector: [DoubleDouble]) -> Bool {
        fixed.outside(vector).norm.high > Self.smallestShare * vector.norm.high
    }

    /// The sign in all directions of the cone: that in the one at hand, unless some other has the opposite one.
    private func sign(
        of vector: [DoubleDouble], value: Double, isOnlyDirection: Bool
    ) throws(DescentError) -> Separation.Coefficient.Sign {
        let sign: Separation.Coefficient.Sign = value > 0 ? .plus : .minus
        if isOnlyDirection { return sign }
        let opposite = vector.map { value > 0 ? -$0 : $0 }
        return try allows(opposite) == false ? sign : .either
    }

    /// Places of coefficients that depend on those before them, and of the others: block after block, the bias first.
    private func split(_ span: Subspace) -> (collinear: [Int], independent: [Int]) {
        var order: [Int] = []
        for block in 0..<coordinates.blocks {
            let first = block * coordinates.width
            if coordinates.hasBias { order.append(first + coordinates.features) }
            order += first..<first + coordinates.features
        }
        if span.isWhole { return ([], order) }
        var columns = Subspace(dimension: span.rank, tolerance: tolerance), collinear: [Int] = []
        for place in order {
            let rank = columns.rank
            columns.extend(by: [span.basis.map { $0[place] }])
            if columns.rank == rank { collinear.append(place) }
        }
        let dependent = Set(collinear)
        return (collinear, order.filter { !dependent.contains($0) })
    }

    /// The vector whose product with a direction is a coefficient, that of the features as they are.
    private func vector(_ place: Int) -> [DoubleDouble] {
        var vector = [DoubleDouble](zeros: coordinates.dimension)
        vector[place] = DoubleDouble(1)
        let (block, i) = place.quotientAndRemainder(dividingBy: coordinates.width)
        if i == coordinates.features {
            for feature in 0..<coordinates.features {
                vector[block * coordinates.width + feature] = DoubleDouble(-coordinates.centre[feature])
            }
        }
        return vector
    }

    private func name(_ place: Int) -> Separation.Coefficient.Place {
        let (block, i) = place.quotientAndRemainder(dividingBy: coordinates.width)
        let output = block + outputs - coordinates.blocks
        return i == coordinates.features ? .bias(output: output) : .weight(feature: i, output: output)
    }
}

/// Coefficients where collinear ones are 0: of a direction d those of d − l, with l the direction without any effect on
/// the samples that equals d in the collinear places.
struct CoefficientsOfDirections {
    private let collinear: [Int]
    /// What has no effect, one vector per collinear place, and their part in these places.
    private let idle: [[DoubleDouble]]
    private var cholesky = SmallCholesky()

    /// Nil where places are so nearly dependent that rounding decides.
    init?(span: Subspace, collinear: [Int]) {
        self.collinear = collinear
        idle = collinear.map { place in
            var unit = [DoubleDouble](zeros: span.dimension)
            unit[place] = DoubleDouble(1)
            return span.outside(unit)
        }
        for i in collinear.indices {
            // A principal part of a projection of full rank.
            guard cholesky.append((0...i).map { idle[i][collinear[$0]] }) else { return nil }
        }
    }

    /// The vector whose product with d is that of another one with d − l.
    func vector(of other: [DoubleDouble]) -> [DoubleDouble] {
        if collinear.isEmpty { return other }
        let shares = cholesky.solve(idle.map { $0.dot(other) })
        var result = other
        for (place, share) in zip(collinear, shares) { result[place] -= share }
        return result
    }
}
