internal import DescentAlgebra
internal import DescentSweep

/// A ridge fit of more features than samples, from the side of the samples: nothing is as large as the square of the features.
///
/// The minimum of Σ w (y − Zv − b)² + Σ p v² has the weights v = P⁻¹Zᵀc of one multiplier c = w r for every sample, r its
/// residual. What is left is Z P⁻¹Zᵀ c + W⁻¹c + b = y with Σ c = 0 for the bias, and Z_freeᵀc = 0 for free features, which have
/// no penalty and are columns of their own, as the bias is.
///
/// 1. One sweep over features gives the triangle of `DualTriangle`, by reflections as in the other direction.
/// 2. Corrections of c, b and free weights by it, a sweep each, with weights and residuals in twice the digits of a Double.
///
/// A sweep needs all samples of a feature at a time: data that are not used where they lie are copied, once.
final class DualProblem<Element: Scalar> {
    let problem: LeastSquaresProblem<Element>
    let terms: DualTerms
    /// Free features that do not depend on others of them, and those that do.
    let free: [Int]
    let dependences: [Dependence]
    private let reader: TileReader<Element>
    private let whole: SampleBlock<Element>
    private let feed: TileFeed<Element>
    private let transposed: TransposedSource<Element>
    /// Bytes of X that were read beside the sweeps.
    private let bytesBefore: Int

    init(_ problem: LeastSquaresProblem<Element>) throws(DescentError) {
        self.problem = problem
        let data = problem.data
        terms = try DualTerms(problem)
        let unpenalised = problem.freeFeatures
        if unpenalised.isEmpty {
            (free, dependences) = ([], [])
        } else {
            (free, dependences) = try problem.independent(unpenalised)
        }
        transposed = TransposedSource(of: data.source)
        reader = try TileReader(
            TileFeed(source: data.source, targets: data.targets, weights: nil, offsets: nil, staging: nil),
            tileSamples: data.sampleCount)
        var all: SampleBlock<Element>?, failure: (place: Int, error: DescentError)?
        do { all = try reader.read(0..<data.sampleCount).block } catch { failure = (0, error) }
        try data.ranks.agree(on: failure)
        whole = all!
        transposed.data = all
        bytesBefore = data.source.needsStaging ? reader.bytesDelivered : 0
        let none = try Matrix<Element>(rows: 0, columns: data.featureCount)
        feed = TileFeed(
            source: transposed, targets: none, weights: nil, offsets: nil, staging: nil, ranks: data.ranks)
    }

    func plan<R: Reduction>(_ reduction: R) -> Plan where R.Element == Element {
        Self.plan(problem.data, reduction.partialCount)
    }

    static func plan(_ data: Dataset<Element>, _ partialCount: Int) -> Plan {
        Plan(
            of: Element.self, features: data.sampleCount, samples: data.featureCount, outputs: 1,
            layout: data.source.layout == .sampleMajor ? .featureMajor : .sampleMajor, isStaged: false,
            partialBytes: partialCount * MemoryLayout<Double>.stride, minimumSamples: 256)
    }

    func engine<R: Reduction>(_ reduction: R) throws(DescentError) -> SweepEngine<R> where R.Element == Element {
        try SweepEngine(reduction, over: feed, plan: plan(reduction), grant: problem.grant)
    }

    /// R of `DualTriangle`.
    func triangle() throws(DescentError) -> [Double] {
        let reduction = try DualTriangle<Element>(terms)
        return try problem.run(try engine(reduction)) { partial throws(DescentError) in try reduction.finish(partial) }
    }

    /// Columns without a penalty, less their means, by sample: the bias first, if there is one.
    var freeColumns: [[DoubleDouble]] {
        let ones = problem.hasBias ? [[DoubleDouble](repeating: DoubleDouble(1), count: terms.samples)] : []
        return ones
            + free.map { feature in
                (0..<terms.samples).map { DoubleDouble(sum: value(feature, $0), -terms.means[feature]) }
            }
    }

    private func value(_ feature: Int, _ sample: Int) -> Double {
        let place =
            whole.layout == .sampleMajor ? feature + sample * whole.stride : feature * whole.stride + sample
        return Double(whole.base[place]) * terms.units[feature]
    }

    /// How often X was read, in all.
    var reads: Double {
        problem.reads + Double(bytesBefore) / (Double(problem.data.featureCount) * Double(terms.samples))
            / Double(MemoryLayout<Element>.stride)
    }
}

extension LeastSquaresProblem {
    /// Features without a penalty.
    fileprivate var freeFeatures: [Int] {
        (0..<data.featureCount).filter { penalties[firstFeature + $0].high == 0 }
    }

    /// Of free features, those that are independent of each other and of the bias, by the rules for few features.
    fileprivate func independent(_ places: [Int]) throws(DescentError) -> (free: [Int], dependences: [Dependence]) {
        let part = try LeastSquaresProblem(
            data.asNumbers.choosing(features: places), neuron: Linear(), hasBias: hasBias, ridge: 0, factors: nil,
            threads: grant.threads)
        let choice = try ColumnChoice(try part.factor(), of: part)
        let free = choice.triangle.columns.filter { $0 >= part.firstFeature }.map { places[$0 - part.firstFeature] }
        let dependences = choice.dependences.map { found in
            Dependence(
                feature: data.feature(places[found.feature.index]),
                features: found.features.map { data.feature(places[$0.index]) }, includesBias: found.includesBias)
        }
        return (free.sorted(), dependences)
    }
}
