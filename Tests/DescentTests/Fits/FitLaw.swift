import TestSupport
import Testing

import Descent

/// What must hold for fits of every kind. A new law is one more case with its check.
enum FitLaw: String, CaseIterable, Sendable {
    case reachesTheOptimum, solversAgree, floatHasItsDigits
    case weightsAreRepetitions, orderOfSamplesIsNothing, threadsAreNothing, repeatsToTheBit
    case featuresPermute, featuresScale, featuresShift, offsetIsAFixedFeature
    case weakerPenaltyIsLargerTerm, cornersHold, factorsOfPenalty, penaltyOnDeviations
    case warmStartStaysThere, limitsAreNotConvergence, separationIsNotConvergence, resumesToTheBit

    func suits(_ instance: FitInstance) -> Bool {
        switch self {
        // A sharp edge may lie on either side of a sample by rounding; and which minimum is found may change.
        case .floatHasItsDigits: !instance.isDouble
        case .solversAgree: instance.isDouble && instance.solver != .newton
        // A rule's rate is for one size of the features, and its penalty in the coordinates of the fit.
        case .cornersHold: instance.takesCorners && instance.problem.isConvex
        case .weakerPenaltyIsLargerTerm, .factorsOfPenalty, .penaltyOnDeviations:
            instance.hasFastSolver && instance.problem.isConvex
        case .featuresScale, .warmStartStaysThere: instance.hasFastSolver
        case .separationIsNotConvergence:
            instance.hasFastSolver && ["logistic", "softmax", "poisson"].contains(instance.problem.label)
        default: true
        }
    }

    func check(_ instance: FitInstance) throws {
        switch self {
        case .reachesTheOptimum: try reachesTheOptimum(instance)
        case .solversAgree: try solversAgree(instance)
        case .floatHasItsDigits: try floatHasItsDigits(instance)
        case .weightsAreRepetitions: try weightsAreRepetitions(instance)
        case .orderOfSamplesIsNothing: try orderOfSamplesIsNothing(instance)
        case .threadsAreNothing: try threadsAreNothing(instance)
        case .repeatsToTheBit: try repeatsToTheBit(instance)
        case .featuresPermute: try featuresPermute(instance)
        case .featuresScale: try featuresScale(instance)
        case .featuresShift: try featuresShift(instance)
        case .offsetIsAFixedFeature: try offsetIsAFixedFeature(instance)
        case .weakerPenaltyIsLargerTerm: try weakerPenaltyIsLargerTerm(instance)
        case .cornersHold: try cornersHold(instance)
        case .factorsOfPenalty: try factorsOfPenalty(instance)
        case .penaltyOnDeviations: try penaltyOnDeviations(instance)
        case .warmStartStaysThere: try warmStartStaysThere(instance)
        case .limitsAreNotConvergence: try limitsAreNotConvergence(instance)
        case .separationIsNotConvergence: try separationIsNotConvergence(instance)
        case .resumesToTheBit: try resumesToTheBit(instance)
        }
    }

    /// Every law on every instance that it speaks of: the table.
    static let all = allCases.flatMap { law in
        FitInstance.all.filter(law.suits).map { Entry(law: law, instance: $0) }
    }

    struct Entry: Sendable, CustomTestStringConvertible {
        let law: FitLaw
        let instance: FitInstance
        var testDescription: String { "\(law.rawValue): \(instance.testDescription)" }
    }
}

@Suite struct FitLawTests {
    @Test(arguments: FitLaw.all) func holds(_ entry: FitLaw.Entry) throws { try entry.law.check(entry.instance) }

    @Test func theTableIsFull() { #expect(FitLaw.all.count > 400) }
}

/// Whether two points are the same function of features whose deviations are `sizes`, up to a share of the largest
/// coefficient; a softmax's up to a shift common to all classes.
func expectAgreement(
    _ a: Parameters, _ b: Parameters, _ tolerance: Double, sizes: [Double] = [1, 2, 0.5], _ comment: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let (left, right) = (centred(a, sizes), centred(b, sizes))
    let size = max(left.map(\.magnitude).max()!, right.map(\.magnitude).max()!)
    let error = zip(left, right).map { ($0 - $1).magnitude }.max()!
    #expect(
        left.count == right.count && error <= tolerance * size, "\(error / size) \(comment) \(left) \(right)",
        sourceLocation: sourceLocation)
}

private func centred(_ point: Parameters, _ sizes: [Double]) -> [Double] {
    var rows = (0..<point.outputCount).map { k in
        (0..<point.featureCount).map { point[$0, k] * sizes[min($0, sizes.count - 1)] } + [point.bias(k)]
    }
    if point.outputCount > 1 {
        for i in 0...point.featureCount {
            let mean = rows.reduce(0) { $0 + $1[i] } / Double(point.outputCount)
            for k in rows.indices { rows[k][i] -= mean }
        }
    }
    return rows.flatMap { $0 }
}
