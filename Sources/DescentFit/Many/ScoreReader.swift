internal import DescentAlgebra
internal import DescentSolvers
internal import DescentSweep

/// Reads what members make of every sample, and hands it on row by row: so many rows at a time as fit `memory`, each time in
/// one read of X, so that memory never grows with samples times members.
///
/// A row is what one or several members say of the samples that count for them. Where none does, a row says nothing: its values
/// there are of no account.
struct ScoreReader<Element: Scalar> {
    let context: ManySweep<Element>.Context
    let output: MemberOutput
    /// Bytes of rows; one row at least.
    var memory = 32 << 20
    /// How often X was read.
    private(set) var reads = 0.0

    init(_ context: ManySweep<Element>.Context, _ output: MemberOutput) {
        self.context = context
        self.output = output
    }

    /// What `body` makes of every row, rows side by side on several threads. It is given the row's index and its values:
    /// sample after sample for one output, and output after output. A row with a member whose point is not finite has that as
    /// its failure, as it has what `body` throws.
    ///
    /// - Throws: `source`, `brokenSource`, `algebra`.
    mutating func map<R: Sendable>(
        _ rows: [[ManySweep<Element>.Request]],
        _ body: @escaping @Sendable (Int, UnsafeBufferPointer<Element>) throws(DescentError) -> R
    ) throws(DescentError) -> [Result<R, DescentError>] {
        guard !rows.isEmpty else { return [] }
        let samples = context.data.sampleCount, width = context.zero.outputCount
        let size = width * samples * MemoryLayout<Element>.stride
        let atOnce = min(rows.count, max(1, memory / size)), capacity = rows.map(\.count).max()! * atOnce
        let (plan, feed) = try context.cut()
        let point = try ManyPoint<Element>(shape: context.zero, plan: plan, capacity: capacity)
        let written = try MemberScores<Element>.Rows(atOnce * width, samples: samples, output)
        let engine = try SweepEngine(
            MemberScores(neuron: context.neuron, point: point, folds: context.folds, rows: written), over: feed,
            plan: plan, grant: context.grant)
        defer { reads += Double(engine.bytesDelivered) / Double(context.data.bytes) }
        var results: [Result<R, DescentError>] = []
        for range in (0..<rows.count).pieces(of: atOnce) {
            let group = rows[range]
            let failures = load(group, into: point, written)
            try engine.run { _ in }
            try engine.gather(written.values.base, rows: atOnce * width)
            let made = Guarded([Result<R, DescentError>?](repeating: nil, count: group.count))
            ThreadTeam.shared.run(
                pieces: group.count, threads: context.grant.threads, budget: context.grant.budget
            ) { _, piece in
                let values = UnsafeBufferPointer(
                    start: written.values.base + piece * width * samples, count: width * samples)
                let result = Result { () throws(DescentError) -> R in
                    if let failure = failures[piece] { throw failure }
                    return try body(range.lowerBound + piece, values)
                }
                made.withLock { $0[piece] = result }
            }
            results += made.withLock { $0.map { $0! } }
        }
        return results
    }

    /// Every row's members, and the failures of rows.
    private func load(
        _ rows: ArraySlice<[ManySweep<Element>.Request]>, into point: ManyPoint<Element>,
        _ written: MemberScores<Element>.Rows
    ) -> [DescentError?] {
        point.clear()
        written.places.removeAll(keepingCapacity: true)
        return rows.enumerated().map { place, requests in
            for request in requests {
                do throws(DescentError) {
                    try point.add(request.member, at: request.point, folding: context.folding)
                    written.places.append(place)
                } catch { return error }
            }
            return nil
        }
    }
}
