internal import Descent
internal import DescentFiles

/// A fit as it is told, to people by a table and to programs by an object: here what there is to tell.
struct FitResult<Element: Scalar> {
    let fit: Fit<Element>
    let names: Names
    let modelled: Modelled
    /// Rows of a table that were left out for a missing value.
    let rowsDropped: Int
    /// The data's mean loss, by the layer that is returned.
    let loss: Double
    /// What was minimised, there: the mean or the sum of the losses, and the penalty.
    let risk: Double
    /// Which of the two.
    let kind: Risk
    /// Standard errors and what follows from them; nil where there are none.
    let statistics: Statistics?
    /// Why not.
    let refusal: String
    /// Whether terms of many rows are told row by row.
    let showsAllRows: Bool

    /// Coefficients up to which statistics are made without being asked for: beyond, their Hessian costs more than the fit.
    static var mostForStatistics: Int { 500 }

    /// - Parameters:
    ///   - samples: that were learnt from.
    ///   - labels: of the classes.
    ///   - kind: what was minimised of the losses.
    ///   - weights: what statistics take them for.
    /// - Throws: where the samples can no longer be read.
    init(
        _ fit: Fit<Element>, _ samples: Samples<Element>, labels: [String]?, kind: Risk = .mean,
        weights: Statistics.WeightMeaning = .repetitions, showsAllRows: Bool = false, threads: Int?
    ) throws {
        self.showsAllRows = showsAllRows
        self.fit = fit
        self.kind = kind
        let names = samples.names(classes: labels)
        self.names = names
        modelled = Modelled(fit.layer, of: fit.data, names)
        rowsDropped = samples.rowsDropped?.count ?? 0
        (loss, risk) = try fit.lossAndRisk(kind, threads: threads)
        switch Self.statistics(of: fit, weights, threads) {
        case .success(let found):
            statistics = names.classes.map(found.naming(classes:)) ?? found
            refusal = ""
        case .failure(let reason):
            statistics = nil
            refusal = reason.text
        }
    }

    private struct Refusal: Error { let text: String }

    private static func statistics(
        of fit: Fit<Element>, _ weights: Statistics.WeightMeaning, _ threads: Int?
    ) -> Result<Statistics, Refusal> {
        let coefficients = fit.layer.parameters.values.count
        guard coefficients <= mostForStatistics else {
            let text = "no standard errors: there are \(coefficients) coefficients, more than \(mostForStatistics)"
            return .failure(Refusal(text: text))
        }
        // Of others there are none, which may take as long as a fit to say.
        switch fit.outcome {
        case .converged, .separated(.quasiComplete, _): break
        default:
            let error = DescentError.noStatistics(because: .notConverged("\(fit.outcome)"))
            return .failure(Refusal(text: "\(error)"))
        }
        do throws(DescentError) { return .success(try fit.statistics(weights: weights, threads: threads)) } catch {
            return .failure(Refusal(text: "\(error)"))
        }
    }

    /// All coefficients, each with what is known of it. Of a softmax statistics are about differences, which stand apart.
    var rows: [CoefficientRow] {
        let layer = fit.layer
        var rows = CoefficientRow.rows(of: layer, names)
        if let statistics, layer.outputCount == 1 {
            for index in rows.indices {
                rows[index].add(statistics.coefficients[index], try? statistics.interval(of: index))
            }
            return rows
        }
        let width = layer.featureCount + (layer.bias == nil ? 0 : 1), first = width - layer.featureCount
        for warning in fit.report.warnings {
            switch warning {
            case .dependent(let dependence):
                for output in 0..<layer.outputCount {
                    rows[output * width + first + dependence.feature.index].standing = .aliased(dependence)
                }
            case .runsToInfinity(let feature, let output, let sign) where feature != nil || first == 1:
                rows[output * width + (feature.map { first + $0.index } ?? 0)].standing = .runsToInfinity(sign)
            default: break
            }
        }
        return rows
    }
}
