import Descent

/// What is timed in turns with other programs.
protocol Work: AnyObject {
    /// Whether a turn begins with an evaluation that does not count: it wakes threads and meets caches that are full of
    /// others' data.
    var warmsUp: Bool { get }
    func evaluate() throws
    /// What the last evaluation found, by which sides are compared.
    func found() throws -> Found
}

struct Found {
    var loss: Double
    var norm: Double
    var steps = 0.0
    /// Of many fits, their losses, and then coefficients.
    var figures: [[Double]] = []
}

extension Work {
    var warmsUp: Bool { true }
}

/// The files of a folder.
struct ServedData {
    let X: Matrix<Double>
    let targets: [Double]

    init(_ folder: String) throws {
        let features = try ArrayFile(folder + "/features.npy", dimensions: 2)
        X = try Matrix(
            mapping: features.path, offset: features.offset, rows: features.shape[1], columns: features.shape[0])
        targets = try ArrayFile(folder + "/targets.npy", dimensions: 1).values()
    }

    func dataset() throws -> Dataset<Double> { try Dataset(X, targets: targets) }
}

/// Loss and gradient of a logistic neuron at one point. Data are surveyed beforehand.
final class GradientWork: Work {
    private let sweep: Sweep<Double>
    private let point: Parameters
    private var evaluation: Evaluation

    init(_ data: ServedData, _ folder: String) throws {
        var point = Parameters(features: data.X.rows)
        let values = try ArrayFile(folder + "/point.npy", dimensions: 1).values()
        guard values.count == point.values.count else {
            throw ServeError("the point has \(values.count) values; it needs \(point.values.count)")
        }
        point.values = values
        self.point = point
        sweep = try Sweep(data.dataset(), neuron: .logistic)
        evaluation = Evaluation(shape: sweep.zero)
    }

    func evaluate() throws { try sweep.lossGradient(at: point, into: &evaluation) }
    func found() -> Found {
        Found(loss: evaluation.loss, norm: norm(evaluation.gradient.values))
    }
}

/// Epochs of gradient descent in batches, each from where the last one ended: a fit without end. Its loss is that of all
/// data, its norm that of the parameters.
final class EpochWork: Work {
    private let sweep: Sweep<Double>
    private var training: Training<Double>
    private let steps: Int

    init(_ served: ServedData, batch: Int) throws {
        let data = try served.dataset()
        let solver = try Solver.firstOrder(
            GradientDescent(rate: 0.1), stopping: try Stopping(gradientNorm: nil, iterations: .max))
        sweep = try Sweep(data, neuron: .logistic)
        training = try Training(data, neuron: .logistic, by: solver, batches: .of(batch, seed: 1))
        steps = (data.sampleCount + batch - 1) / batch
    }

    func evaluate() throws {
        for _ in 0..<steps where try training.step() == nil {
            throw ServeError("the fit ended by itself: \(training.outcome.map { "\($0)" } ?? "")")
        }
    }

    func found() throws -> Found {
        Found(
            loss: try sweep.loss(at: training.parameters), norm: norm(training.parameters.values), steps: Double(steps))
    }
}

/// Whole fits to the default tolerance, the survey included. The loss is the penalised risk of the layer on the features as
/// they are, the norm that of the gradient in the coordinates of the fit.
final class FitWork: Work {
    private let data: ServedData
    private let neuron: any Neuron
    private let penalty: Penalty
    private var fit: Fit<Double>?

    init(_ data: ServedData, _ neuron: some Neuron, penalty: Penalty) {
        self.data = data
        self.neuron = neuron
        self.penalty = penalty
    }

    // A fit is long beside what waking up costs.
    var warmsUp: Bool { false }

    func evaluate() throws { fit = try data.dataset().fit(neuron: neuron, penalty: penalty) }

    func found() throws -> Found {
        guard let fit, case .converged = fit.outcome else {
            throw ServeError("the fit ended otherwise: \(fit.map { "\($0.outcome)" } ?? "")")
        }
        let sweep = try Sweep(data.dataset(), neuron: neuron)
        let weights = norm(fit.layer.weights.values)
        let loss = try sweep.loss(at: fit.layer.parameters) + penalty.l2 / 2 * weights * weights
        return Found(loss: loss, norm: fit.report.gradientNorm, steps: Double(fit.report.steps))
    }
}

func norm(_ values: [Double]) -> Double { Double.nrm2(values.count, values) }
