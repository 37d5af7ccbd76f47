public import DescentAlgebra

/// Predictions for samples of any source, such as a file that is larger than memory: in one read, by several threads.
extension Layer {
    /// ŷ of every sample: outputs × samples, where an output's predictions are contiguous. The same bits on any number of threads;
    /// those of `predict(_:)` to rounding.
    ///
    /// - Parameters:
    ///   - source: of the samples.
    ///   - offsets: added to the scores: one row for all outputs, or one row per output. Default 0.
    ///   - threads: see `ThreadBudget`.
    /// - Throws: `mismatch` for another number of features or of offsets, `source`, `illegalOption`, `algebra`.
    public func predict(
        samples source: some SampleSource<Element>, offsets: Matrix<Element>? = nil, threads: Int? = nil
    ) throws(DescentError) -> Matrix<Element> {
        try read(source, offsets, threads) { $0.activate($1, count: $2, stride: $3) }
    }

    /// z of every sample, in the same way.
    public func scores(
        samples source: some SampleSource<Element>, offsets: Matrix<Element>? = nil, threads: Int? = nil
    ) throws(DescentError) -> Matrix<Element> {
        try read(source, offsets, threads) { _, _, _, _ in }
    }

    /// z of every sample of some data: read once by all ranks that share them, and the same on all.
    package func scores(of data: Dataset<Element>, threads: Int? = nil) throws(DescentError) -> Matrix<Element> {
        try read(data.source, data.offsets, threads, across: data.ranks) { _, _, _, _ in }
    }

    /// ŷ of scores: outputs × samples.
    ///
    /// - Throws: `mismatch` for another number of outputs.
    package func predictions(of scores: Matrix<Element>) throws(DescentError) -> Matrix<Element> {
        guard scores.rows == outputCount else {
            throw .mismatch(.scores, .outputs, expected: outputCount, found: scores.rows)
        }
        var result = try scores.withContiguousRows()
        let stride = result.stride
        result.withUnsafeMutablePointer { activate($0, count: scores.columns, stride: stride) }
        return result
    }

    /// The class of every sample by its scores, which `scores(samples:)` gives.
    ///
    /// - Throws: `mismatch` for another number of outputs; as `classes(_:)`.
    package func classes(of scores: Matrix<Element>) throws(DescentError) -> [Int] {
        guard let decision = neuron.decision else { throw .notAClassifier(neuron: neuron.name) }
        guard scores.rows == outputCount else {
            throw .mismatch(.scores, .outputs, expected: outputCount, found: scores.rows)
        }
        if decision == .threshold { try requireSingleOutput() }
        return try classes(of: scores.withContiguousRows(), by: decision)
    }

    private typealias Finish =
        @Sendable (Layer, UnsafeMutablePointer<Element>, _ count: Int, _ stride: Int) -> Void

    private func read(
        _ source: some SampleSource<Element>, _ offsets: Matrix<Element>?, _ threads: Int?,
        across ranks: (any Communicator)? = nil, finish: @escaping Finish
    ) throws(DescentError) -> Matrix<Element> {
        try requireFeatures(source.featureCount)
        if let offsets {
            guard offsets.columns == source.sampleCount else {
                throw .mismatch(.offsets, .samples, expected: source.sampleCount, found: offsets.columns)
            }
            guard offsets.rows == 1 || offsets.rows == outputCount else {
                throw .mismatch(.offsets, .outputs, expected: outputCount, found: offsets.rows)
            }
        }
        let grant = try ThreadBudget.grant(asked: threads), samples = source.sampleCount
        try BLAS.prepare()
        var result = try Matrix<Element>(rows: outputCount, columns: samples, layout: .featureMajor)
        let tile = tile, piece = piece, pieces = (samples + piece - 1) / piece
        let own = Shares(of: ranks).pieces(pieces, of: ranks?.rank ?? 0)
        let delivery = SampleDelivery(source)
        let failure = Guarded<(place: Int, error: DescentError)?>(nil), stride = result.stride
        result.withUnsafeMutablePointer { out in
            let out = Destination(base: out, stride: stride)
            ThreadTeam.shared.run(pieces: own.count, threads: grant.threads, budget: grant.budget) { _, place in
                let index = own.lowerBound + place
                let range = index * piece..<min(samples, (index + 1) * piece)
                do throws(DescentError) {
                    try fill(range, of: delivery, tile, offsets, into: out, finish)
                } catch {
                    failure.withLock { first in
                        if first.map({ index < $0.place }) ?? true { first = (index, error) }
                    }
                }
            }
        }
        var first = failure.withLock { $0 }
        if first == nil {
            do { try source.requireIntact() } catch { first = (pieces, error) }
        }
        try ranks.agree(on: first)
        guard let ranks else { return result }
        let ends = ranks.shares.ends(of: samples, inPiecesOf: piece)
        result.withUnsafeMutablePointer { out in
            for output in 0..<outputCount { ranks.gather(out + output * stride, ends: ends) }
        }
        return result
    }

    /// About 128 KB of samples at a time.
    private var tile: Int { max(8, (128 << 10) / max(1, featureCount * MemoryLayout<Element>.stride)) }

    /// Samples that a thread takes in a row. The bits of a prediction depend on where its sample is in its piece.
    package var piece: Int { 16 * tile }

    private struct Destination: @unchecked Sendable {
        let base: UnsafeMutablePointer<Element>
        let stride: Int
    }

    private func fill(
        _ range: Range<Int>, of delivery: SampleDelivery<Element>, _ tile: Int, _ offsets: Matrix<Element>?,
        into out: Destination, _ finish: Finish
    ) throws(DescentError) {
        let staging = try Buffer<Element>(delivery.needsStaging ? featureCount * tile : 0)
        for part in range.pieces(of: tile) {
            let first = part.lowerBound, scores = out.base + first
            let block = try delivery.read(part, staging: staging.base)
            for output in 0..<outputCount {
                let row = scores + output * out.stride
                TileKernels.fill(part.count, row, with: bias?[output] ?? 0, adding: nil)
                guard let offsets else { continue }
                for place in 0..<part.count { row[place] += offsets[offsets.rows == 1 ? 0 : output, first + place] }
            }
            weights.withUnsafePointer { w in
                block.addScores(w, outputs: outputCount, to: scores, stride: out.stride)
            }
            finish(self, scores, part.count, out.stride)
        }
    }
}
