internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// What members ask of samples of the data, made once for all of them at first use: copies of the samples, and rough
/// curvatures where members start.
///
/// Functions of the data alone, so that sharing them changes no member's bits.
final class MemberSamples<Element: Scalar>: Sendable {
    private let whole: ManySweep<Element>.Context
    private let state = Guarded(State())

    struct Sample: Sendable {
        let places: [Range<Int>]
        let data: Dataset<Element>
    }

    private struct State {
        var samples: [Int: Result<Sample, DescentError>] = [:]
        var metrics: [MetricKey: Result<CommonCurvature?, DescentError>] = [:]
        var roughReads = 0.0
    }

    private struct MetricKey: Hashable {
        let samples: Int
        let target: Member.Target?
        let point: Parameters
    }

    init(_ whole: ManySweep<Element>.Context) { self.whole = whole }

    /// Samples that were copied, of the data.
    var reads: Double {
        state.withLock { state in
            state.samples.values.reduce(state.roughReads) { sum, sample in
                guard case .success(let sample) = sample else { return sum }
                return sum + Double(sample.data.sampleCount) / Double(whole.data.sampleCount)
            }
        }
    }

    /// So many samples from everywhere in the data.
    func sample(of count: Int) throws(DescentError) -> Sample {
        let whole = self.whole
        return try state.withLock { state -> Result<Sample, DescentError> in
            if let made = state.samples[count] { return made }
            let made = Result { () throws(DescentError) -> Sample in
                let places = whole.data.samplePlaces(count), total = places.reduce(0) { $0 + $1.count }
                // Where samples have weights, a member's data have their own sum of them.
                return Sample(places: places, data: try whole.data.part(places, totalWeight: Double(total)))
            }
            state.samples[count] = made
            return made
        }.get()
    }

    /// The curvature of so many samples, of the data's weights alone: the same for members whose targets, or whose neuron's
    /// curvature, do not differ, however often samples count. Nil where there is no short way to it.
    func metric(
        for member: Member, at point: Parameters, samples count: Int
    ) throws(DescentError) -> CommonMetric? {
        var place = point, scale = 1.0
        if let factor = whole.curvatureFactor(at: point) { (place, scale) = (whole.zero, factor) }
        return try curvature(for: member, at: place, samples: count).map { CommonMetric(curvature: $0, scale: scale) }
    }

    private func curvature(
        for member: Member, at point: Parameters, samples count: Int
    ) throws(DescentError) -> CommonCurvature? {
        // σ′, 1 and eᶻ: not of the target, unless z has an offset of its own.
        let isOfScores = whole.neuron.traits.origin != nil
        let isShared = isOfScores && whole.data.offsets.map { $0.rows == 1 } ?? true
        let key = MetricKey(samples: count, target: isShared ? nil : member.target, point: point), whole = self.whole
        return try state.withLock { state -> Result<CommonCurvature?, DescentError> in
            if let made = state.metrics[key] { return made }
            let made = Result { () throws(DescentError) -> CommonCurvature? in
                let sweep = try whole.sweep(of: whole.derived(for: Member(member.target)), threads: whole.grant.threads)
                var evaluation = Evaluation(shape: sweep.zero)
                let isMade = try sweep.roughCurvature(at: point, samples: count, into: &evaluation)
                state.roughReads += sweep.reads
                return isMade ? evaluation.roughCurvature.map(CommonCurvature.init) : nil
            }
            state.metrics[key] = made
            return made
        }.get()
    }
}
