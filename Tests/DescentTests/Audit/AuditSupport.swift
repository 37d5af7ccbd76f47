import TestSupport
import Testing

import Descent
@testable import DescentSolvers

/// The solvers that look for an optimum, each an instance of every law of the audit.
enum OptimumSolver: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case automatic, newton, lbfgs, newtonCG

    static let smooth = allCases
    /// Those that take an l1 penalty.
    static let cornered: [OptimumSolver] = [.automatic, .newton, .lbfgs]
    var testDescription: String { rawValue }

    func fit<Element: Scalar>(
        _ data: Dataset<Element>, _ neuron: some Neuron, penalty: Penalty = .none, hasBias: Bool = true
    ) throws -> Fit<Element> {
        switch self {
        case .automatic: try data.fit(neuron: neuron, by: .automatic(penalty: penalty), hasBias: hasBias)
        case .newton: try data.fit(neuron: neuron, by: .newton(penalty: penalty), hasBias: hasBias)
        case .lbfgs: try data.fit(neuron: neuron, by: .lbfgs(penalty: penalty), hasBias: hasBias)
        case .newtonCG: try data.fit(neuron: neuron, by: .newtonCG(penalty: penalty), hasBias: hasBias)
        }
    }
}

/// A column that tells nothing which the first two columns and the bias do not tell.
enum IdleColumn: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case constant, zero, duplicate, scaled, dependent

    var testDescription: String { rawValue }

    func value(beside row: [Double]) -> Double {
        switch self {
        case .constant: 3
        case .zero: 0
        case .duplicate: row[0]
        case .scaled: -4 * row[0]
        case .dependent: row[0] - 2 * row[1] + 0.5
        }
    }

    /// The features that it shares its part in with.
    var others: [Int] {
        switch self {
        case .constant, .zero: []
        case .duplicate, .scaled: [0]
        case .dependent: [0, 1]
        }
    }

    func beside(_ rows: [[Double]]) -> [[Double]] { rows.map { $0 + [value(beside: $0)] } }
}

extension Report {
    /// The features that are named as combinations of others.
    var aliases: [Dependence] {
        warnings.compactMap { if case .dependent(let dependence) = $0 { dependence } else { nil } }
    }
}

extension Outcome {
    var isConverged: Bool { if case .converged = self { true } else { false } }
    var isSeparated: Bool { if case .separated = self { true } else { false } }
}

/// z as a sum of products whose rounding is known and added back, so that a large sum of cancelling terms keeps its digits.
func score(_ row: [Double], _ weights: [Double], _ bias: Double) -> Double {
    var high = bias, low = 0.0
    for (x, w) in zip(row, weights) {
        let product = x * w, sum = high + product, part = sum - high
        low += (high - (sum - part)) + (product - part) + (-product).addingProduct(x, w)
        high = sum
    }
    return high + low
}
