import Descent
import DescentFiles
import TestSupport
import Testing

@testable import DescentSweep

/// Formulas mean here what they mean to R: the same columns in the same order, and so the same fits.
@Suite(.enabled(if: R.path != nil, "no R with MASS: make r")) struct FormulaAgainstRTests {
    private let answers: AnswersOfR
    init() throws { answers = try AnswersOfR.shared.get() }

    private func learned(_ formula: FormulaOfR) throws -> (table: Table, learned: LearnedTerms) {
        let table = try #require(answers.tables[formula.set])
        return (table, try Terms(formula: formula.own, for: table).learned(from: table))
    }

    @Test(arguments: FormulasOfR.all) func columnsAreThoseOfR(_ formula: FormulaOfR) throws {
        let expected = answers.answers[formula.index].columns
        guard expected.contains(where: { $0.name != "(Intercept)" }) else { return try checkHasNoTerms(formula) }
        let (table, learned) = try learned(formula)
        let names = (learned.hasBias ? ["(bias)"] : []) + learned.featureNames
        #expect(names == expected.map { FormulasOfR.ownName($0.name) })
        guard names.count == expected.count else { return }
        let ones = [[Double](repeating: 1, count: table.sampleCount)]
        let columns = try (learned.hasBias ? ones : []) + learned.columns(of: table)
        for (name, (column, reference)) in zip(names, zip(columns, expected.map(\.values))) {
            let scale = reference.reduce(0) { max($0, $1.magnitude) }
            let distance = zip(column, reference).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
            // Both have a few roundings; of a basis of polynomials a few for each sample.
            #expect(column.count == reference.count && distance <= 1e-13 * scale, "\(name)")
        }
    }

    /// Of formulas that take away all that they add.
    private func checkHasNoTerms(_ formula: FormulaOfR) throws {
        do {
            _ = try learned(formula)
            Issue.record("\(formula.own) has terms")
        } catch DescentError.illegalFormula(_, _, let reason) {
            #expect(reason == "no term but the bias, where a fit needs one")
        }
    }

    @Test(arguments: FormulasOfR.fitted) func fitsAreThoseOfR(_ formula: FormulaOfR) throws {
        let (table, learned) = try learned(formula), expected = answers.answers[formula.index]
        let weights = try formula.weights.map { try Terms.number(Arithmetic(stringLiteral: $0)).learned(from: table) }
        let data = try learned.dataset(of: table, weights: weights.map { try $0.columns(of: table)[0] }, threads: 1)
        let statistics = try data.fit(neuron: formula.neuron, hasBias: learned.hasBias, threads: 1)
            .statistics(weights: .precisions, threads: 1)
        #expect(statistics.coefficients.count == expected.coefficients.count)
        for (own, reference) in zip(statistics.coefficients, expected.coefficients) {
            // What depends on columns before it has no coefficient in either.
            #expect(own.estimate.isNaN == reference.estimate.isNaN && (own.dependence != nil) == own.estimate.isNaN)
            guard !reference.estimate.isNaN else { continue }
            // A coefficient near 0 has the digits that its standard error has.
            let scale = max(reference.estimate.magnitude, reference.standardError)
            #expect((own.estimate - reference.estimate).magnitude <= 1e-10 * scale, "\(own.name)")
        }
        #expect((statistics.deviance - expected.deviance).magnitude <= 1e-11 * expected.deviance)
        #expect(statistics.residualDegreesOfFreedom == expected.degreesOfFreedom)
        #expect(Double(statistics.coefficients.count { $0.dependence == nil }) == expected.rank)
    }
}

extension FormulaOfR {
    var neuron: BuiltInNeuron {
        switch family {
        case .gaussian, .none: .linear
        case .binomial: .logistic
        case .poisson: .poisson
        }
    }
}
