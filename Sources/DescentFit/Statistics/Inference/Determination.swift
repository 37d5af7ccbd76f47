internal import DescentAlgebra
internal import DescentSolvers

/// What the samples determine of a table's rows, and why not of the others.
struct Determination: Sendable {
    let dependences: [Dependence]
    /// One per row of the layout.
    let standings: [Statistics.Coefficient.Standing]

    /// - Parameters:
    ///   - dependences: features that are set apart, in every output.
    ///   - infinity: what runs to infinity, where classes or counts are separated in part.
    init(_ layout: CoefficientLayout, apart dependences: [Dependence], infinity: Separation.Infinity? = nil) {
        self.dependences = dependences
        let aliases = Dictionary(dependences.map { ($0.feature.index, $0) }) { first, _ in first }
        var signs: [Separation.Coefficient.Place: FloatingPointSign?] = [:]
        for coefficient in infinity?.coefficients ?? [] { signs[coefficient.place] = coefficient.sign }
        standings = (0..<layout.count).map { row in
            let feature = layout.feature(row), output = layout.output(row)
            if let dependence = feature.flatMap({ aliases[$0] }) { return .aliased(dependence) }
            let sign = signs[feature.map { .weight(feature: $0, output: output) } ?? .bias(output: output)]
            return sign.map { .runsToInfinity($0) } ?? .determined
        }
    }

    /// Rows with errors.
    var determined: [Int] { standings.indices.filter { standings[$0] == .determined } }

    /// Rows that run to infinity.
    var infinite: [Int] { standings.indices.filter { standings[$0].isInfinite } }

    /// Coefficients that take a degree of freedom each: those that are set apart take none.
    var rank: Int { determined.count + infinite.count }
}
