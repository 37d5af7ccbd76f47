internal import DescentSolvers

/// The weights that nothing keeps from running to infinity: no penalty, no limit on at least one side, and not set apart.
struct FreeWeights: Sendable {
    /// Their features, ascending.
    let features: [Int]
    /// Of the weights that may run to one side only: that side, by feature.
    let sides: [Int: FloatingPointSign]

    /// Whether nothing is held of so many.
    func isAll(of count: Int) -> Bool { features.count == count && sides.isEmpty }

    /// Those that a solver's penalty and limits, and what is set apart, leave free.
    init(features count: Int, held solver: any Solving, apart: Set<Int> = []) {
        let penalty = solver.penalty, bounds = solver.bounds
        var free: [Int] = [], sides: [Int: FloatingPointSign] = [:]
        for feature in 0..<count where !apart.contains(feature) {
            guard penalty.isNone || penalty.factors?[feature] == 0 else { continue }
            let hasLeast = bounds.lower.map { $0[feature].isFinite } ?? false
            let hasMost = bounds.upper.map { $0[feature].isFinite } ?? false
            if hasLeast && hasMost { continue }
            if hasLeast || hasMost { sides[feature] = hasLeast ? .plus : .minus }
            free.append(feature)
        }
        features = free
        self.sides = sides
    }
}

extension Parameters {
    /// The weights of some features alone.
    func choosing(features places: [Int]) -> Parameters {
        var result = Parameters(features: max(1, places.count), outputs: outputCount, hasBias: hasBias)
        for output in 0..<outputCount {
            for (index, place) in places.enumerated() { result[index, output] = self[place, output] }
            if hasBias { result.setBias(bias(output), output: output) }
        }
        return result
    }

    /// Those of some features, with 0 for all others.
    fileprivate func among(_ count: Int, _ places: [Int]) -> Parameters {
        var result = Parameters(features: count, outputs: outputCount, hasBias: hasBias)
        for output in 0..<outputCount {
            for (index, place) in places.enumerated() { result[place, output] = self[index, output] }
            if hasBias { result.setBias(bias(output), output: output) }
        }
        return result
    }
}

extension Separation {
    /// A verdict about some features, as one about all of them.
    func among(_ count: Int, _ places: [Int]) -> Separation {
        func name(_ place: Coefficient.Place) -> Coefficient.Place {
            if case .weight(let feature, let output) = place {
                .weight(feature: places[feature], output: output)
            } else {
                place
            }
        }
        switch self {
        case .none, .undecided: return self
        case .complete(let direction): return .complete(direction: direction.among(count, places))
        case .quasiComplete(let infinity):
            return .quasiComplete(
                Infinity(
                    direction: infinity.direction.among(count, places),
                    coefficients: infinity.coefficients.map { Coefficient(place: name($0.place), sign: $0.sign) },
                    collinear: places.isEmpty ? [] : infinity.collinear.map(name), remaining: infinity.remaining))
        }
    }
}
