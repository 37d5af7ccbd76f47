internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

extension SeparationSearch {
    /// The search's answer in terms of coefficients and samples.
    ///
    /// - Parameter fits: whether a fit comes first; nil for what suits the number of coordinates.
    func verdict(suspecting suspect: Parameters?, fits: Bool? = nil) throws(DescentError) -> Separation {
        switch try answer(suspecting: suspect, fits: fits ?? (coordinates.dimension >= Self.fewestForFit)) {
        case .undecided(let obstacle): return .undecided(because: obstacle)
        case .decided(_, strict: 0, _): return .none
        case .decided(let direction, _, equal: 0) where frame == nil:
            return .complete(direction: parameters(complete: direction))
        case .decided(let direction, _, _):
            guard let infinity = try infinity(along: direction) else {
                return .undecided(because: .rounding(passes: passes))
            }
            return .quasiComplete(infinity)
        }
    }

    private func answer(suspecting suspect: Parameters?, fits: Bool) throws(DescentError) -> Answer {
        var direction = suspect.flatMap { scaled(coordinates.direction($0)) }
        if fits {
            if let direction, let answer = try verify(direction) { return answer }
            switch try fit(from: suspect) {
            case .decided(let answer): return answer
            case .direction(let found): direction = found
            case nil: break
            }
        }
        return try run(suspecting: direction)
    }

    /// So that nothing overflows. Nil for what says nothing.
    func scaled(_ direction: [Double]) -> [DoubleDouble]? {
        let size = direction.reduce(0) { max($0, $1.magnitude) }
        return size > 0 && direction.allSatisfy(\.isFinite) ? direction.map { DoubleDouble($0 / size) } : nil
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
        let (collinear, places) = frame.map { split($0, span) } ?? split(span)
        guard
            let coefficients = CoefficientsOfDirections(
                collinear: collinear, idle: collinear.map { idle(unit($0), beside: span) })
        else { return nil }
        var values = [Double](repeating: 0, count: coordinates.dimension)
        var infinite: [Separation.Coefficient] = []
        for place in places {
            let whole = coefficients.vector(of: vector(place)), vector = frame?.project(whole) ?? whole
            guard fixed.outside(vector).norm.high > Self.smallestShare * whole.norm.high else { continue }
            let value = vector.dot(direction).high
            values[place] = value
            infinite.append(
                Separation.Coefficient(
                    place: name(place),
                    sign: try sign(of: vector, value: value, isOnlyDirection: span.rank == fixed.rank + 1)))
        }
        // A direction that moves no coefficient is rounding.
        guard !infinite.isEmpty else { return nil }
        return Separation.Infinity(
            direction: coordinates.parameters(values, outputs: outputs), coefficients: infinite,
            collinear: collinear.map(name), remaining: remaining)
    }

    private func unit(_ place: Int) -> [DoubleDouble] {
        var unit = [DoubleDouble](zeros: coordinates.dimension)
        unit[place] = DoubleDouble(1)
        return unit
    }

    /// The part of a vector that has no effect on any sample.
    private func idle(_ vector: [DoubleDouble], beside span: Subspace) -> [DoubleDouble] {
        guard let frame else { return span.outside(vector) }
        return frame.embed(span.outside(frame.project(vector)))
    }

    /// Less than this share of a coefficient is what rounding of decimal fractions leaves.
    private static var smallestShare: Double { 0x1p-36 }

    /// Coefficients times the square of what is searched for each, beyond which signs would take minutes.
    private static var mostForSigns: Int { 1 << 22 }

    /// The sign in all directions of the cone: that in the one at hand, unless some other has the opposite one.
    private func sign(
        of vector: [DoubleDouble], value: Double, isOnlyDirection: Bool
    ) throws(DescentError) -> FloatingPointSign? {
        let sign: FloatingPointSign = value > 0 ? .plus : .minus
        if isOnlyDirection { return sign }
        if coordinates.dimension * fixed.dimension * fixed.dimension > Self.mostForSigns { return nil }
        let opposite = vector.map { value > 0 ? -$0 : $0 }
        return try allows(opposite) == false ? sign : nil
    }

    private var places: [Int] {
        (0..<coordinates.blocks).flatMap { block in
            let first = block * coordinates.width
            return (coordinates.hasBias ? [first + coordinates.features] : []) + (first..<first + coordinates.features)
        }
    }

    /// The same in a frame: a place depends on those before it where a direction without effect is 0 on all that follow,
    /// but not there. Such directions are eliminated from the last place on.
    private func split(_ frame: Frame, _ span: Subspace) -> (collinear: [Int], independent: [Int]) {
        var rows = span.complement().map { frame.embed($0).highs }, collinear: Set<Int> = []
        for place in places.reversed() where !rows.isEmpty {
            let last = rows.indices.max { rows[$0][place].magnitude < rows[$1][place].magnitude }!
            guard rows[last][place].magnitude > Self.smallestShare else { continue }
            collinear.insert(place)
            let row = rows.remove(at: last)
            for index in rows.indices {
                let factor = rows[index][place] / row[place]
                for i in row.indices { rows[index][i] -= factor * row[i] }
                rows[index][place] = 0
            }
        }
        return (places.filter { collinear.contains($0) }, places.filter { !collinear.contains($0) })
    }

    /// Places of coefficients that depend on those before them, and of the others: block after block, the bias first.
    private func split(_ span: Subspace) -> (collinear: [Int], independent: [Int]) {
        let order = places
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
    init?(collinear: [Int], idle: [[DoubleDouble]]) {
        self.collinear = collinear
        self.idle = idle
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
