internal import DescentAlgebra
internal import DescentSweep

/// What members say of a sample.
enum MemberOutput: Sendable {
    /// z
    case scores
    /// ŷ
    case predictions
}

/// What members make of every sample, scores or predictions, in rows of the caller's: on every tile, panel after panel, the
/// scores of all its members in one product.
///
/// Members that share a row each write only the samples that count for them: those of the folds of one penalty are a row
/// of predictions for samples that were not learnt from. Of several that count a sample, the last one's stays.
struct MemberScores<Element: Scalar>: Reduction {
    let neuron: any Neuron
    let point: ManyPoint<Element>
    let folds: Folds?
    let rows: Rows

    /// Where it is written. One caller's between sweeps; in a sweep, each thread has samples of its own.
    final class Rows: @unchecked Sendable {
        let output: MemberOutput
        let samples: Int
        let values: Buffer<Element>
        /// Where the scores of every slot go.
        var places: [Int] = []

        /// - Parameter count: outputs of all rows.
        init(_ count: Int, samples: Int, _ output: MemberOutput) throws(DescentError) {
            self.output = output
            self.samples = samples
            let (values, overflow) = count.multipliedReportingOverflow(by: samples)
            self.values = try Buffer(overflow ? .max : values, zeroed: false)
        }
    }

    /// Nothing is summed.
    var partialCount: Int { 0 }

    final class Workspace {
        let stride: Int
        let scores: Buffer<Element>
        /// A panel's counts.
        let counts: Buffer<Element>

        init(_ plan: Plan, _ point: ManyPoint<Element>) throws(DescentError) {
            let members = min(point.panelMembers, point.capacity)
            stride = plan.rowStride
            scores = try Buffer(members * point.width * stride)
            counts = try Buffer(members * stride)
        }
    }

    func makeWorkspace(_ plan: Plan) throws(DescentError) -> Workspace { try Workspace(plan, point) }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    func absorb(
        _ tile: Tile<Element>, into partial: UnsafeMutablePointer<Double>, using workspace: Workspace
    ) throws(DescentError) {
        let stride = workspace.stride
        for panel in point.panels {
            for (place, counts) in panel.counts.enumerated() {
                TileRows.fill(
                    counts, folds, tile.range, weights: nil, into: workspace.counts.base + place * stride)
            }
            point.setScores(of: panel, tile, into: workspace.scores.base, stride: stride)
            for slot in panel.slots { write(slot, of: panel, tile, workspace) }
        }
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private func write(
        _ slot: Int, of panel: ManyPoint<Element>.Panel, _ tile: Tile<Element>, _ workspace: Workspace
    ) {
        let width = point.width, stride = workspace.stride, count = tile.count
        let values = workspace.scores.base + (slot - panel.slots.lowerBound) * width * stride
        if rows.output == .predictions {
            neuron.predict(
                ScoreTile(
                    count: count, outputs: width, stride: stride, scores: UnsafePointer(values), predictions: values))
        }
        for output in 0..<width {
            let value = values + output * stride
            let row = rows.values.base + (rows.places[slot] * width + output) * rows.samples + tile.range.lowerBound
            guard let place = point.slots[slot].counts else {
                row.update(from: value, count: count)
                continue
            }
            let counts = workspace.counts.base + place * stride
            for j in 0..<count where counts[j] != 0 { row[j] = value[j] }
        }
    }
}
