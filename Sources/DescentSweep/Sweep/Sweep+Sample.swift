package import DescentAlgebra
package import DescentSolvers

/// A sample of the data as a sweep of its own, in the same coordinates.
extension Sweep {
    static var run: Int { Dataset<Element>.run }
    func samplePlaces(_ count: Int) -> [Range<Int>] { data.samplePlaces(count) }

    /// A copy of a sample; read once. Nil where all its weights are 0.
    func sampled(_ count: Int) throws(DescentError) -> Sweep? {
        let places = samplePlaces(count), total = data.weight(of: places)
        guard total > 0 else { return nil }
        return try Sweep(sampling: self, try data.part(places, totalWeight: total))
    }

    /// The Hessian of a sample to a few digits. False where there is no short way to it: of several outputs, in coordinates
    /// that are not standardised, and where it leaves the range of single precision, or all weights are 0.
    package func roughCurvature(
        at parameters: Parameters, samples count: Int, into evaluation: inout Evaluation
    ) throws(DescentError) -> Bool {
        guard plan.outputs == 1, neuron.coupling == .independent, standardisation != nil else { return false }
        if count >= data.sampleCount, zero.values.count <= Self.mostForGram {
            return try wholeCurvature(at: parameters, into: &evaluation)
        }
        guard let (places, longest, total) = roughPlaces(count) else { return false }
        try load(parameters, into: point)
        evaluation.roughCurvature = try roughProducts(places, longest: longest, total: total, of: .curvature)
        return evaluation.roughCurvature != nil
    }

    /// Where samples are, in runs of so many at most, with what they are divided by; nil where all their weights are 0.
    func roughPlaces(_ count: Int) -> (places: [Range<Int>], longest: Int, total: Double)? {
        let isWhole = count >= data.sampleCount, longest = isWhole ? min(plan.tileSamples, 8 * Self.run) : Self.run
        let places = isWhole ? Array((0..<data.sampleCount).pieces(of: longest)) : samplePlaces(count)
        let total = isWhole ? data.survey.totalWeight : data.weight(of: places)
        return total > 0 ? (places, longest, total) : nil
    }

    /// Nil where they leave the range of single precision.
    func roughProducts(
        _ places: [Range<Int>], longest: Int, total: Double, of kind: RoughCurvature<Element>.Kind
    ) throws(DescentError) -> Matrix<Float>? {
        // A sum of losses is that of all data.
        let divisor = risk == .mean ? total : total / data.survey.totalWeight
        let rough = try RoughCurvature(self, places, longest: longest, total: divisor, of: kind)
        roughBytes += rough.bytesDelivered
        let isFinite = TileKernels.allFinite(rough.result.count, rough.result.withUnsafePointer { $0 })
        return isFinite ? rough.result : nil
    }

    /// Parameters up to which all data take less time in all digits, tile by tile, than staged for single precision: of
    /// 28 × 200 000, 14 ms and 45; of 200 × 50 000, 100 and 95 (two threads, Cascade Lake).
    private static var mostForGram: Int { 128 }

    private func wholeCurvature(
        at parameters: Parameters, into evaluation: inout Evaluation
    ) throws(DescentError) -> Bool {
        var exact = Evaluation(shape: zero)
        try lossGradientCurvature(at: parameters, into: &exact)
        let values = exact.curvature!, count = zero.values.count
        var rough = try Matrix<Float>(rows: count, columns: count)
        rough.withUnsafeMutablePointer { out in
            values.withUnsafePointer { TileKernels.convert(count * count, $0, into: out) }
        }
        guard TileKernels.allFinite(rough.count, rough.withUnsafePointer { $0 }) else { return false }
        evaluation.roughCurvature = rough
        return true
    }
}
