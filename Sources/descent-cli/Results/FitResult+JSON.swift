internal import Descent
internal import DescentFiles

/// A fit for programs.
///
/// Every member is there in every object: null where it is not known, was not asked for, or is no number that JSON has a word for.
extension FitResult {
    var json: JSON { .told(members) }

    /// Those of the fit, for objects that have others beside it.
    var members: [(String, JSON)] {
        let report = fit.report, words = report.outcome.words
        var members: [(String, JSON)] = [
            ("outcome", .string(words.outcome)), ("rule", words.rule.map { .string($0) } ?? .null),
            ("neuron", .string(report.neuron)), ("solver", .string(report.solver)),
        ]
        members += modelled.members(names)
        members.append(("formula", names.formula.map { .string($0) } ?? .null))
        members += [
            ("features", .integer(fit.layer.featureCount)), ("samples", .integer(fit.data.sampleCount)),
            ("rowsDropped", .integer(rowsDropped)), ("iterations", .integer(report.steps)),
            ("reads", .number(report.reads)), ("seconds", .number(report.seconds)), ("loss", .number(loss)),
            ("risk", .number(risk)), ("riskIs", .string(kind == .mean ? "mean" : "sum")),
            ("penalty", fit.penalty.words(names).map { .string($0) } ?? .null),
            ("gradientNorm", .number(report.gradientNorm)), ("validationLoss", .number(report.validationLoss)),
            ("certificate", certificate), ("coefficients", .array(rows.map(\.json))), ("differences", differences),
            ("terms", terms),
        ]
        members += worth
        members.append(("warnings", .array(report.warnings.map { .string("\($0)") })))
        return members
    }

    /// Of the terms that made features of a table, each with the test of all its coefficients.
    private var terms: JSON {
        .array(
            names.termsOfFeatures.map { term in
                let test = statistics.flatMap { try? $0.jointTest(ofFeatures: term.features) }
                return .object([
                    ("name", .string(term.name)), ("coefficients", .integer(term.features.count)),
                    ("degreesOfFreedom", test.map { .integer($0.degreesOfFreedom) } ?? .null),
                    ("statistic", .number(test?.statistic)), ("p", .number(test?.pValue)),
                ])
            })
    }

    private var certificate: JSON {
        let certificate = fit.report.certificate
        return .object([
            ("decrement", .number(certificate.newtonDecrement)), ("condition", .number(certificate.condition)),
            ("digits", .number(certificate.digits)),
        ])
    }

    private var differences: JSON {
        guard let statistics, fit.layer.neuron.coupling != .independent else { return .null }
        return .object([
            ("from", .string(names.label(0))), ("coefficients", .array(statistics.differences(names).map(\.json))),
        ])
    }

    /// What the model is worth, by its likelihood.
    private var worth: [(String, JSON)] {
        let found = statistics, linear = found?.linear
        return [
            ("statisticIs", found.map { .string($0.linear == nil ? "z" : "t") } ?? .null),
            ("confidence", found == nil ? .null : .number("0.95")),
            ("noStatistics", found == nil ? .string(refusal) : .null),
            ("weightsAre", found?.weightMeaning.map { .string("\($0)") } ?? .null),
            ("nullDeviance", .number(found?.nullDeviance)), ("deviance", .number(found?.deviance)),
            ("nullDegreesOfFreedom", .number(found?.nullDegreesOfFreedom)),
            ("degreesOfFreedom", .number(found?.residualDegreesOfFreedom)),
            ("logLikelihood", .number(found?.logLikelihood)), ("aic", .number(found?.aic)),
            ("bic", .number(found?.bic)), ("r2", .number(linear?.rSquared)),
            ("mcFaddenR2", .number(linear == nil ? found?.mcFaddenRSquared : nil)),
            ("dispersion", .number(found?.dispersion)),
        ]
    }
}

extension JSON {
    /// What the command tells: an object that says first by which names it does.
    ///
    /// A member that is renamed, or means something else, makes another number; one more does not.
    static func told(_ members: [(String, JSON)]) -> JSON { .object([("schema", .integer(1))] + members) }
}
