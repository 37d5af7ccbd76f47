package import DescentAlgebra

/// The survey as a reduction: whether all values are finite and legal, and the moments and extremes of every feature
/// and target row.
package struct SurveyReduction<Element: Scalar>: Reduction {
    let features: Int
    let targetRows: Int

    var series: Int { features + targetRows }
    package var partialCount: Int { SurveyPartial.headerCount + Moments.numbersPerSeries * series }

    package final class Workspace {
        let shares: Buffer<Double>
        let leans: Buffer<Double>
        let moments: Buffer<Double>
        let inverse: Buffer<Double>

        init(tileSamples: Int, series: Int) throws(DescentError) {
            shares = try Buffer(tileSamples)
            leans = try Buffer(tileSamples)
            moments = try Buffer(Moments.numbersPerSeries * series)
            inverse = try Buffer(series)
        }
    }

    /// Moments merge after every tile, so a tile of long samples must bring enough of them to pay for that.
    package static var minimumSamples: Int { 32 }

    package func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace {
        try Workspace(tileSamples: plan.tileSamples, series: series)
    }

    package func empty(_ partial: UnsafeMutablePointer<Double>) {
        let header = SurveyPartial(base: partial)
        for field in SurveyPartial.Field.allCases { header[field] = field.isPlace ? .infinity : 0 }
        moments(of: partial).clear()
    }

    package var isSum: Bool { false }

    package func merge(_ partial: UnsafeMutablePointer<Double>, with next: UnsafePointer<Double>) {
        let next = UnsafeMutablePointer(mutating: next)
        let header = SurveyPartial(base: partial), nextHeader = SurveyPartial(base: next)
        moments(of: partial).merge(
            moments(of: next), weight: header[.totalWeight], nextWeight: nextHeader[.totalWeight])
        for field in SurveyPartial.Field.allCases {
            header[field] = field.isPlace ? min(header[field], nextHeader[field]) : header[field] + nextHeader[field]
        }
    }

    package func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let header = SurveyPartial(base: partial)
        let othersAreFinite = checkOthers(tile, header)
        checkLegal(tile, header)
        let weight = Moments.shares(of: tile.weights, tile.count, into: workspace.shares.base)
        let tileMoments = Moments(base: workspace.moments.base, series: series, target: features)
        tileMoments.clear()
        let targets = SampleBlock(
            base: tile.targets, features: targetRows, samples: tile.count, stride: tile.targetsStride,
            layout: .featureMajor)
        // Targets have covariances that nobody asks for.
        tileMoments.measure(
            targets, workspace.shares.base, workspace.shares.base, workspace.inverse.base, from: features)
        lean(tile, around: tileMoments.mean[features], workspace)
        tileMoments.measure(tile.block, workspace.shares.base, workspace.leans.base, workspace.inverse.base, from: 0)
        // A mean with a value that is not finite is not finite either, whatever the value's weight: so only then each is
        // looked at.
        guard TileKernels.allFinite(features, tileMoments.mean) || checkFeatures(tile, header), othersAreFinite else {
            return  // an error will be thrown; moments no longer matter
        }
        moments(of: partial).merge(tileMoments, weight: header[.totalWeight], nextWeight: weight)
        header[.totalWeight] += weight
    }

    func summary(_ index: Int, of partial: SurveyPartial) -> FeatureSummary { moments(of: partial.base).summary(index) }

    /// Of every feature with the first row of targets; nil where one is not known to all digits.
    func covariances(of partial: SurveyPartial) -> [Double]? {
        let all = (0..<features).map { moments(of: partial.base).covariance($0) }
        return all.contains(nil) ? nil : all.compactMap(\.self)
    }

    private func moments(of partial: UnsafeMutablePointer<Double>) -> Moments {
        Moments(base: partial + SurveyPartial.headerCount, series: series, target: features)
    }

    /// The first target's deviations from its mean, times the shares.
    private func lean(_ tile: Tile<Element>, around mean: Double, _ workspace: Workspace) {
        let leans = workspace.leans.base
        leans.update(repeating: -mean, count: tile.count)
        TileKernels.accumulate(tile.count, tile.targets, into: leans)
        TileKernels.multiply(tile.count, leans, by: workspace.shares.base)
    }

    private func checkFeatures(_ tile: Tile<Element>, _ header: SurveyPartial) -> Bool {
        let block = tile.block, start = tile.range.lowerBound
        let runs = block.layout == .sampleMajor ? block.sampleCount : block.featureCount
        let length = block.layout == .sampleMajor ? block.featureCount : block.sampleCount
        var isFinite = true
        for run in 0..<runs where !TileKernels.allFinite(length, block.base + run * block.stride) {
            isFinite = false
            for i in 0..<length where !block.base[run * block.stride + i].isFinite {
                let (sample, feature) = block.layout == .sampleMajor ? (run, i) : (i, run)
                header[.featuresNonFinite] += 1
                header.note(.firstFeature, at: (start + sample) * features + feature)
            }
        }
        return isFinite
    }

    private func checkOthers(_ tile: Tile<Element>, _ header: SurveyPartial) -> Bool {
        var isFinite = check(tile.targets, stride: tile.targetsStride, rows: targetRows, tile, header, .targets)
        if let offsets = tile.offsets {
            isFinite =
                check(offsets, stride: tile.offsetsStride, rows: tile.offsetRows, tile, header, .offsets) && isFinite
        }
        if let weights = tile.weights {
            isFinite = check(weights, stride: 0, rows: 1, tile, header, .sampleWeights) && isFinite
        }
        return isFinite
    }

    private func check(
        _ values: UnsafePointer<Element>, stride: Int, rows: Int, _ tile: Tile<Element>, _ header: SurveyPartial,
        _ quantity: DescentError.Quantity
    ) -> Bool {
        let fields = SurveyPartial.NonFinite(quantity)
        var isFinite = true
        for row in 0..<rows where !TileKernels.allFinite(tile.count, values + row * stride) {
            isFinite = false
            for j in 0..<tile.count where !values[row * stride + j].isFinite {
                header[fields.count] += 1
                header.note(fields.first, at: (tile.range.lowerBound + j) * rows + row)
            }
        }
        return isFinite
    }

    private func checkLegal(_ tile: Tile<Element>, _ header: SurveyPartial) {
        let greatest = Double(Element.greatestFiniteMagnitude)
        if let weights = tile.weights,
            let j = TileKernels.firstOutside(tile.count, weights, low: 0, high: greatest, whole: false),
            weights[j] < 0
        {
            header.note(.negativeWeight, at: tile.range.lowerBound + j)
        }
        for row in 0..<targetRows {
            let values = tile.targets + row * tile.targetsStride
            func note(_ field: SurveyPartial.Field, low: Double, high: Double, whole: Bool) {
                guard header[field] >= Double(tile.range.lowerBound * targetRows) else { return }  // an earlier tile's
                if let j = TileKernels.firstOutside(tile.count, values, low: low, high: high, whole: whole) {
                    header.note(field, at: (tile.range.lowerBound + j) * targetRows + row)
                }
            }
            note(.outsideUnitInterval, low: 0, high: 1, whole: false)
            note(.negativeTarget, low: 0, high: greatest, whole: false)
            note(.notBinary, low: 0, high: 1, whole: true)
        }
    }
}
