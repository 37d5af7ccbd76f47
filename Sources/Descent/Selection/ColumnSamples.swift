internal import DescentAlgebra

/// What columns ask of samples of the data, made once for all of them at first use: copies of the samples, and the rough
/// curvature where all start.
///
/// Functions of the data alone, so that sharing them changes no column's bits.
final class ColumnSamples<Element: Scalar>: Sendable {
    private let whole: ManySweep<Element>.Context
    private let state = Guarded(State())

    struct Sample: Sendable {
        let places: [Range<Int>]
        let data: Dataset<Element>
    }

    private struct State {
        var samples: [Int: Result<Sample, DescentError>] = [:]
        var metrics: [MetricKey: Result<Matrix<Float>?, DescentError>] = [:]
        var bytes = 0
    }

    private struct MetricKey: Hashable {
        let samples: Int
        let target: Column.Target?
    }

    init(_ whole: ManySweep<Element>.Context) { self.whole = whole }

    /// Samples that were copied, of the data.
    var reads: Double {
        state.withLock { state in
            state.samples.values.reduce(0) { sum, sample in
                guard case .success(let sample) = sample else { return sum }
                return sum + Double(sample.data.samples) / Double(whole.data.samples)
            }
        }
    }

    /// So many samples from everywhere in the data.
    func sample(of count: Int) throws(DescentError) -> Sample {
        let whole = self.whole
        return try state.withLock { state -> Result<Sample, DescentError> in
            if let made = state.samples[count] { return made }
            let made = Result { () throws(DescentError) -> Sample in
                let places = whole.data.samplePlaces(count)
                return Sample(places: places, data: try whole.data.part(places, totalWeight: 1))
            }
            state.samples[count] = made
            return made
        }.get()
    }

    /// The curvature at the point 0 of so many samples, of the data's weights alone: the same for columns whose targets, or
    /// whose neuron's curvature, do not differ, however often samples count. Nil where there is no short way to it.
    func curvatureAtZero(_ column: Column, samples count: Int) throws(DescentError) -> Matrix<Float>? {
        // σ′, 1 and eᶻ: not of the target.
        let dependsOnTarget = !(whole.neuron is Logistic || whole.neuron is Linear || whole.neuron is Poisson)
        let key = MetricKey(samples: count, target: dependsOnTarget ? column.target : nil)
        let sample = try sample(of: count), whole = self.whole
        return try state.withLock { state -> Result<Matrix<Float>?, DescentError> in
            if let made = state.metrics[key] { return made }
            let made = Result { () throws(DescentError) -> Matrix<Float>? in
                let data = try sample.data.derived(for: Column(column.target), nil, at: sample.places)
                let sweep = try whole.sweep(of: data, threads: whole.grant.threads)
                var evaluation = Evaluation(shape: sweep.zero)
                let isMade = try sweep.roughCurvature(at: sweep.zero, samples: data.samples, into: &evaluation)
                return isMade ? evaluation.roughCurvature : nil
            }
            state.metrics[key] = made
            return made
        }.get()
    }
}
