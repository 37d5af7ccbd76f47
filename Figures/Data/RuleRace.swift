import Descent

/// All rules on one problem: a logistic neuron on features of unlike scales, every step on all data.
///
/// A rule's default rate suits some problems and not others, so each runs at the one that serves it best here.
struct RuleRace {
    struct Lane {
        let name: String
        let rate: Double
        /// R − R* before the first step and after each one.
        let excess: [Double]

        var end: Double { excess.suffix(10).max()! }
    }

    let sweeps: Int
    private let data: Dataset<Double>
    private let least: Double

    init(sweeps: Int) throws {
        self.sweeps = sweeps
        data = try Self.makeData()
        let solver = try Solver.firstOrder(
            Nesterov(rate: 0.5), stopping: try Stopping(gradientNorm: 1e-11, iterations: 20_000))
        let fit = try Training(data, neuron: .logistic, by: solver, threads: 1).fit()
        guard fit.outcome == .converged(.gradientNorm) else { throw FigureError.noMinimum(fit.outcome) }
        least = fit.report.risk
    }

    /// Features spread evenly without chance: multiples of irrational numbers, taken modulo 1. A label is 1 where the
    /// hidden neuron's probability is above such a number.
    private static func makeData() throws -> Dataset<Double> {
        let scales = [3, 2, 1.4, 1, 0.7, 0.5], primes = [2.0, 3, 5, 7, 11, 13]
        func spread(_ index: Int, _ prime: Double) -> Double {
            let multiple = Double(index + 1) * prime.squareRoot()
            return multiple - multiple.rounded(.down)
        }
        let samples = (0..<400).map { index in
            zip(scales, primes).map { scale, prime in scale * (spread(index, prime) + spread(index, 19) - 1) }
        }
        let hidden = try Layer(neuron: .logistic, weights: [0.4, -0.6, 0.8, -1, 1.2, -2], bias: 0.5)
        let targets = try samples.enumerated().map { index, sample in
            try hidden.predict(sample) > spread(index, 17) ? 1.0 : 0
        }
        return try Dataset(try Matrix(samples: samples), targets: targets, threads: 1)
    }

    /// The run that is lowest in the end, of rates 1, 2 and 5 in every decade: by the largest of the last ten losses, as one
    /// may be low by chance.
    func lane(_ name: String, _ rule: (Double) -> any UpdateRule) throws -> Lane {
        let rates = [0.001, 0.01, 0.1, 1, 10, 100].flatMap { [$0, 2 * $0, 5 * $0] }
        let lanes = try rates.map { Lane(name: name, rate: $0, excess: try excess(rule($0))) }
        return lanes.filter { $0.excess.count == sweeps + 1 }.min { $0.end < $1.end }!
    }

    private func excess(_ rule: some UpdateRule) throws -> [Double] {
        let solver = try Solver.firstOrder(rule, stopping: try Stopping(gradientNorm: nil, iterations: sweeps))
        var run = try Training(data, neuron: .logistic, by: solver, threads: 1), excess: [Double] = []
        while let progress = try run.step() { excess.append(progress.risk - least) }
        return excess
    }
}
