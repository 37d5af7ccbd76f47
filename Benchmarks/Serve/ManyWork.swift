import Descent

/// Cross-validation of penalties, the survey and the fit of all data with the best included. Penalties and folds are those
/// of the folder. The loss is that of the best, the norm that of the last fit.
final class FoldsWork: Work {
    private let served: ServedData
    private let validation: CrossValidation
    private var result: CrossValidated<Double>?

    init(_ served: ServedData, _ folder: String) throws {
        self.served = served
        let folds = try Folds(ids: ArrayFile(folder + "/folds.npy", dimensions: 1).values().map { Int($0) })
        let penalties = try ArrayFile(folder + "/penalties.npy", dimensions: 1).values().map {
            try Penalty(l2: $0, on: .raw)
        }
        validation = CrossValidation(folds: folds, path: try RegularizationPath(penalties))
    }

    var warmsUp: Bool { false }

    func evaluate() throws { result = try validation.fit(served.dataset(), .logistic) }

    func found() throws -> Found {
        guard let result else { throw ServeError("nothing was validated") }
        for outcome in result.points.flatMap(\.outcomes) + [result.fit.outcome] {
            guard case .converged = outcome else { throw ServeError("a fit ended otherwise: \(outcome)") }
        }
        let end = try served.risk(of: result.fit.layer, targets: served.targets, result.best.penalty)
        return Found(
            loss: result.best.value, norm: end.norm,
            figures: [result.points.map(\.value), result.fit.layer.parameters.values])
    }
}

/// A neuron for every class, the survey included. The loss is the classes' mean, the norm their largest.
final class OneVsRestWork: Work {
    private let served: ServedData
    private let labels: [Int]
    private let penalty: Penalty
    private var result: OneVsRest<Double>?

    init(_ served: ServedData) throws {
        self.served = served
        labels = served.targets.map { Int($0) }
        penalty = try Penalty(l2: 1 / Double(labels.count), on: .raw)
    }

    var warmsUp: Bool { false }

    func evaluate() throws {
        let data = try Dataset(served.X, classes: labels, of: (labels.max() ?? 0) + 1)
        result = try data.fitOneVsRest(neuron: .logistic, penalty: penalty)
    }

    func found() throws -> Found {
        guard let fits = result?.fits else { throw ServeError("nothing was fitted") }
        for fit in fits {
            guard case .converged = fit.outcome else { throw ServeError("a fit ended otherwise: \(fit.outcome)") }
        }
        let ends = try fits.indices.map { wanted in
            try served.risk(of: fits[wanted].layer, targets: labels.map { $0 == wanted ? 1 : 0 }, penalty)
        }
        let losses = ends.map(\.loss)
        return Found(
            loss: losses.reduce(0, +) / Double(losses.count), norm: ends.map(\.norm).max() ?? .nan,
            steps: Double(fits.reduce(0) { $0 + $1.steps }),
            figures: [losses, fits.flatMap { $0.layer.parameters.values }])
    }
}

extension ServedData {
    /// The penalised risk of a logistic layer, and the norm of its gradient, on the features as they are.
    fileprivate func risk(
        of layer: Layer<Double>, targets: [Double], _ penalty: Penalty
    ) throws -> (loss: Double, norm: Double) {
        let sweep = try Sweep(Dataset(X, targets: targets), neuron: .logistic)
        var evaluation = Evaluation(shape: sweep.zero)
        try sweep.lossGradient(at: layer.parameters, into: &evaluation)
        let weights = layer.weights.values
        var gradient = evaluation.gradient.values
        for index in weights.indices { gradient[index] += penalty.l2 * weights[index] }
        return (evaluation.loss + penalty.l2 / 2 * weights.reduce(0) { $0 + $1 * $1 }, norm(gradient))
    }
}
