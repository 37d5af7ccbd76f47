internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Seconds of fits, from those of the first samples: enough of them for every thread to have work, and no more than take
/// some hundredths of a second.
extension Sweep {
    /// At the reads that are expected.
    func seconds(for demand: Demand) throws(DescentError) -> ClosedRange<Double> {
        let count = Double(zero.values.count), threads = Double(self.threads)
        let part = try FirstSamples.sweep(of: self, operationsPerSample: 4 * count)
        var evaluation = Evaluation(shape: zero)
        let start = zero
        let gradient = try part.secondsPerSample { () throws(DescentError) in
            try part.value.lossGradient(at: start, into: &evaluation)
        }
        let samples = Double(data.samples)
        let reading = try secondsOfRead()
        guard demand.hessian != .none else {
            let one = max(gradient * samples, reading)
            return one * demand.reads.lowerBound...one * demand.reads.upperBound
        }
        let square = try FirstSamples.sweep(of: self, operationsPerSample: count * count)
        let curvature = try square.secondsPerSample { () throws(DescentError) in
            try square.value.lossGradientCurvature(at: start, into: &evaluation)
        }
        // Of the Hessian, n³/3 operations by one thread, at the rate of its n² per sample by all of them.
        let factor = count / 3 * curvature * threads
        if demand.hessian == .ofAllData {
            let one = max(curvature * samples, reading) + factor
            return one * demand.reads.lowerBound...one * demand.reads.upperBound
        }
        let one = max(gradient * samples, reading), sample = curvature * Double(demand.sample) + factor
        // Newton's method on the sample takes about eight steps; without its optimum, one Hessian or none is taken.
        let isFromOptimum = zero.values.count <= LBFGS.mostForSampleOptimum
        let least = one * demand.reads.lowerBound + (isFromOptimum ? 4 * sample : 0)
        return least...one * demand.reads.upperBound + (isFromOptimum ? 12 : 1) * sample
    }

    /// By nothing but the speed of memory; 0 for data that may stay in a cache.
    private func secondsOfRead() throws(DescentError) -> Double {
        guard data.bytes > FirstSamples<Element>.mostBytes(threads: threads) else { return 0 }
        return try Double(data.bytes) / ReadBandwidth.ofProcess(threads: threads)
    }
}

extension LeastSquares {
    static func seconds<Element: Scalar>(
        _ problem: LeastSquaresProblem<Element>, _ reads: ClosedRange<Double>
    ) throws(DescentError) -> ClosedRange<Double> {
        let data = problem.data, columns = Double(problem.columns)
        if problem.isDual { return try secondsFromSamples(problem, reads) }
        let count = FirstSamples.count(
            of: data, threads: problem.grant.threads, operationsPerSample: 2 * columns * columns)
        let part = try LeastSquaresProblem(
            FirstSamples.dataset(data, count), neuron: .linear, hasBias: problem.hasBias, ridge: 0, factors: nil,
            threads: problem.grant.threads)
        let reduction = try part.factorReduction
        let engine = try part.factorEngine(reduction)
        let triangle = try fastest { () throws(DescentError) in try part.run(engine) { _ in () } }
        let refinement = try Refinement(part, .targets, outputs: data.targets.rows)
        let correction = try fastest { () throws(DescentError) in try refinement.evaluate() }
        let scale = Double(data.samples) / Double(count)
        let rest = reads.lowerBound - 1...reads.upperBound - 1
        return scale * (triangle + rest.lowerBound * correction)...scale * (triangle + rest.upperBound * correction)
    }

    /// From the side of the samples: by some of the features, as many as make enough of the other side's samples.
    private static func secondsFromSamples<Element: Scalar>(
        _ problem: LeastSquaresProblem<Element>, _ reads: ClosedRange<Double>
    ) throws(DescentError) -> ClosedRange<Double> {
        let data = problem.data, samples = Double(data.samples)
        let byOperations = Int(min(1e9, 2e8 * Double(problem.grant.threads) / (2 * samples * samples)))
        let count = min(data.features, max(fewestOfDual, 2 * data.samples, byOperations))
        let chosen = data.asNumbers.choosing(features: Array(0..<count))
        // Of one process, whose ranks have other things to do.
        let alone = Dataset(
            source: chosen.source, targets: chosen.targets, classes: nil, weights: chosen.weights, offsets: nil,
            survey: chosen.survey)
        let part = try DualProblem(
            LeastSquaresProblem(
                alone, neuron: .linear, hasBias: problem.hasBias, ridge: 1, factors: nil,
                threads: problem.grant.threads))
        var factor: [Double] = []
        let triangle = try fastest { () throws(DescentError) in factor = try part.triangle() }
        let refinement = try DualRefinement(part, factor)
        let correction = try fastest { () throws(DescentError) in try refinement.evaluate() }
        let scale = Double(data.features) / Double(count)
        let rest = reads.lowerBound - 1...reads.upperBound - 1
        return scale * (triangle + rest.lowerBound * correction)...scale * (triangle + rest.upperBound * correction)
    }
}

/// The least of three times, after one that makes what is needed.
func fastest(_ work: () throws(DescentError) -> Void) throws(DescentError) -> Double {
    try work()
    var least = Double.infinity
    for _ in 0..<3 {
        let began = Math.seconds()
        try work()
        least = min(least, Math.seconds() - began)
    }
    // A clock may stand still for so short a time.
    return max(least, 1e-9)
}

/// The first samples of some data: a part to measure on.
enum FirstSamples<Element: Scalar> {
    /// Four megabytes for every thread, and sixteen at least.
    static func mostBytes(threads: Int) -> Int { max(16, 4 * threads) << 20 }

    static func count(of data: Dataset<Element>, threads: Int, operationsPerSample: Double) -> Int {
        let byBytes = mostBytes(threads: threads) / (data.features * MemoryLayout<Element>.stride)
        let byOperations = Int(min(1e9, 2e8 * Double(threads) / operationsPerSample))
        return min(data.samples, max(256, min(byBytes, byOperations)))
    }

    /// Without weights, of which the first may be 0.
    static func dataset(_ data: Dataset<Element>, _ count: Int) -> Dataset<Element> {
        Dataset(
            source: SampleRange(0..<count, of: data.source), targets: data.targets[columns: 0..<count],
            classes: data.classes, weights: nil, offsets: data.offsets.map { $0[columns: 0..<count] },
            survey: data.survey.with(totalWeight: Double(count)))
    }

    static func sweep(
        of whole: Sweep<Element>, operationsPerSample: Double
    ) throws(DescentError) -> (value: Sweep<Element>, secondsPerSample: Timer) {
        let count = count(of: whole.data, threads: whole.threads, operationsPerSample: operationsPerSample)
        let part = try Sweep(sampling: whole, dataset(whole.data, count))
        return (part, Timer(samples: count))
    }

    struct Timer {
        let samples: Int
        func callAsFunction(_ work: () throws(DescentError) -> Void) throws(DescentError) -> Double {
            try fastest(work) / Double(samples)
        }
    }
}
