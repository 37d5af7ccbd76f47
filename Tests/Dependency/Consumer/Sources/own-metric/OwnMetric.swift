import Checks
import Descent
import Synchronization

/// Fits judged by a metric of one's own: cross-validation along a path, the bootstrap and restarts.
@main
enum OwnMetric {
    static let features = 8, samples = 400
    static let truth = [2.0, -1, 0, 0, 0.5, 0, 0, 0]
    /// The mean squared error, which Descent has as well. There are no sample weights here.
    static let metric = Metric.custom("own mean squared error", isLargerBetter: false) { predictions, targets, _ in
        targets.indices.reduce(0) { sum, sample in
            let error = predictions[0, sample] - targets[sample]
            return sum + error * error / Double(targets.count)
        }
    }

    static func main() async throws {
        var chance = Chance(seed: 3)
        let X = try Matrix(rows: features, columns: samples, (0..<features * samples).map { _ in chance.unit() })
        let y = (0..<samples).map { sample in
            (0..<features).reduce(1 + chance.unit()) { $0 + truth[$1] * X[$1, sample] }
        }
        let data = try await Dataset(X, targets: y)
        try await crossValidate(data, y)
        try await bootstrap(data)
        try await restart(X)
    }

    static func crossValidate(_ data: Dataset<Double>, _ y: [Double]) async throws {
        let folds = try Folds(5, samples: samples, seed: 1)
        let path = try RegularizationPath(count: 12, mixing: [0.5, 1], on: .deviations)
        let heard = Heard()
        let own = try await data.crossValidate(
            neuron: .linear, folds: folds, along: path, metric: metric, progress: heard.hear)
        let built = try await data.crossValidate(neuron: .linear, folds: folds, along: path, metric: .meanSquaredError)
        try heard.judge("cross-validation")
        check(
            "one's own error is the built-in one", own.points.map(\.value), near: built.points.map(\.value),
            within: 1e-12)
        check(
            "and so are their standard errors", own.points.map(\.standardError),
            near: built.points.map(\.standardError), within: 1e-12)
        check("both choose one penalty", own.best.penalty == built.best.penalty, "\(own.best.penalty)")
        check("the best is the least", own.best.value == own.points.map(\.value).min())
        check("the simplest is no weaker than the best", own.simplest.penalty.strength >= own.best.penalty.strength)
        // Folds of one size: the mean over folds is that over samples.
        let errors = y.indices.map { (own.outOfFold[0, $0] - y[$0]) * (own.outOfFold[0, $0] - y[$0]) }
        check(
            "predictions out of fold have that error", errors.reduce(0, +) / Double(samples), near: own.best.value,
            within: 1e-12)
        // The noise has a variance of 1, of which an estimate from 400 samples is off by 0.05 and a fit adds 0.02.
        check("the error is about the noise's variance", own.best.value, near: 1, within: 0.25)
    }

    static func bootstrap(_ data: Dataset<Double>) async throws {
        let heard = Heard(), replicates = 200
        let found = try await data.bootstrap(
            neuron: .linear, replicates: replicates, seed: 5, progress: heard.hear)
        try heard.judge("bootstrap")
        check("every replicate has a fit", found.failures.isEmpty, "\(found.failures)")
        let statistics = try await found.fit.statistics(errors: .robustHC1)
        for feature in 0..<features {
            let interval = try found.values(of: feature).interval(), estimate = found.fit.layer.weights[feature, 0]
            check("interval \(interval) holds \(estimate)", interval.contains(estimate))
            // 200 replicates tell a standard error to 5 % of itself; five times that, and a tenth for the samples.
            let expected = statistics.coefficients.first { $0.feature == feature }!.standardError
            check(
                "standard error \(feature) is the theory's", found.standardErrors[feature] / expected, near: 1,
                within: 0.35)
        }
        let own = try await found.outOfBag(metric), built = try await found.outOfBag(.meanSquaredError)
        check("out of bag, one's own error is the built-in one", own.values, near: built.values, within: 1e-12)
    }

    /// A rectifier's risk has several minima: start 0 is that of an ordinary fit, and the best is never above it.
    static func restart(_ X: Matrix<Double>) async throws {
        let unit = try Layer(neuron: .relu, weights: truth, bias: 0.5), exact = try await unit.predict(X)
        let data = try await Dataset(X, targets: exact.row(0))
        let heard = Heard(), starts = 12
        let found = try await data.restart(neuron: .relu, starts: starts, seed: 4, progress: heard.hear)
        try heard.judge("restarts")
        let ordinary = try await data.fit(neuron: .relu)
        print("risks: \(found.fits.map(\.risk)), of the ordinary fit \(ordinary.report.risk)")
        check("every start has a fit or a reason", found.fits.count + found.failures.count == starts)
        check("the best is not above the ordinary fit", found.best.risk <= ordinary.report.risk + 1e-12)
        check("fits are in the order of their risks", found.fits.map(\.risk) == found.fits.map(\.risk).sorted())
        check("the best finds the unit", found.best.layer.weights.values, near: truth, within: 1e-5)
        check("at least one start has reached the best", found.count(within: 6) >= 1)
    }
}

/// Keeps what progress says, from whatever thread it comes.
final class Heard: Sendable {
    private let words = Mutex<[ManyProgress]>([])

    @Sendable func hear(_ progress: ManyProgress) { words.withLock { $0.append(progress) } }

    func judge(_ what: String) throws {
        let words = words.withLock { $0 }
        guard let last = words.last else { fail("\(what): no progress") }
        print("\(what): \(last.ended) of \(last.members) fits, \(last.reads) reads, \(last.seconds) s")
        check("\(what): reads never fall", zip(words, words.dropFirst()).allSatisfy { $0.reads <= $1.reads })
        check("\(what): all members have ended", last.ended == last.members, "\(last)")
    }
}
