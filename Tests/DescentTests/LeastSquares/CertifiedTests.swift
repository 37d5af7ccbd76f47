import Foundation
import TestSupport
import Testing

import Descent
@testable import DescentFit

/// The linear sets of NIST's Statistical Reference Datasets, by default settings. References are exact solutions, computed
/// with 120 digits, of the design as a matrix of Doubles: see the corpus's own notes, and `residuals.py`.
@Suite(.enabled(if: Corpora.has("nist-strd/certified.json"), "the corpora are not there; name them in DESCENT_CORPORA"))
struct CertifiedTests {
    static let names = [
        "Norris", "Pontius", "NoInt1", "NoInt2", "Filip", "Longley", "Wampler1", "Wampler2", "Wampler3", "Wampler4",
        "Wampler5",
    ]

    @Test(arguments: names, [1, 2]) func reachesTheCertifiedDigits(_ name: String, threads: Int) throws {
        let set = try CertifiedSet(name)
        let fit = try LeastSquares.solve(try set.dataset(), hasBias: set.hasBias, threads: threads)
        #expect(fit.rank == set.coefficients.count && fit.dependences.isEmpty && fit.isConverged)
        #expect(fit.degreesOfFreedom == set.samples - fit.rank)
        let sd = fit.residualNorms[0] / Double(fit.degreesOfFreedom).squareRoot()
        let order = (set.hasBias ? [fit.parameters.featureCount] : []) + Array(0..<fit.parameters.featureCount)
        for (place, column) in order.enumerated() {
            let digits = agreement(fit.parameters.values[column], set.coefficients[place])
            #expect(digits >= 13, "coefficient \(place): \(digits) digits")
            guard set.residualDeviation > 0 else { continue }
            let error = agreement(sd * fit.deviationFactors[column], set.standardErrors[place])
            #expect(error >= (name == "Filip" ? 8 : 10), "standard error \(place): \(error) digits")
        }
        if set.residualDeviation > 0 {
            let digits = agreement(sd, set.residualDeviation)
            #expect(digits >= 13, "residual deviation: \(digits) digits")
        } else {
            #expect(sd <= 1e-15 * set.largestTarget)
        }
        #expect(fit.condition > 0.01 * set.condition && fit.condition < 100 * set.condition)
    }
}

/// One set: its data with the design of its model, every entry rounded once, and its certified values.
struct CertifiedSet {
    let x: [[Double]]
    let y: [Double]
    let hasBias: Bool
    let coefficients: [Double]
    let standardErrors: [Double]
    let residualDeviation: Double
    let condition: Double

    var samples: Int { y.count }
    var largestTarget: Double { y.map(\.magnitude).max() ?? 0 }

    init(_ name: String) throws {
        let certified = try #require(try Corpora.object("nist-strd/certified.json")[name] as? [String: Any])
        let model = try #require(certified["model"] as? String)
        func numbers(_ key: String) -> [Double] { (certified[key] as? [String] ?? []).compactMap(Double.init) }
        coefficients = numbers("coefficients_ref_double_design")
        standardErrors = numbers("std_errors_ref_double_design")
        residualDeviation = try #require(certifiedResiduals[name])
        condition = certified["kappa2_unit_columns"] as? Double ?? .nan
        hasBias = model != "noint"
        let degree = model.hasPrefix("poly") ? Int(model.dropFirst(4)) ?? 1 : 1
        let lines = try Corpora.text("nist-strd/\(name).csv").split(separator: "\n").dropFirst()
        let rows = lines.map { $0.split(separator: ",").map(String.init) }
        y = rows.map { Double($0[0]) ?? .nan }
        x = rows.map { row in row.dropFirst().flatMap { Self.powers(of: $0, upTo: degree) } }
    }

    func dataset() throws -> Dataset<Double> { try Dataset(Matrix(samples: x), targets: y) }

    /// x, x² … by repeated multiplication, as the references have them.
    private static func powers(of decimal: String, upTo degree: Int) -> [Double] {
        let x = Double(decimal) ?? .nan
        var power = 1.0
        return (0..<degree).map { _ in
            power *= x
            return power
        }
    }
}
