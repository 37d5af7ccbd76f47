internal import DescentSolvers

/// A state that can be encoded, by whoever asks for it: with a metric of thousands of parameters that takes longer than
/// several sweeps (32 MB for 2000: 122 ms).
package struct SavedState: Sendable {
    var fingerprint: UInt64
    let data: DataDigest
    /// Places of parameters that are set apart.
    var apart: [Int]
    var state: SolverState
    var seconds: Double
    /// The best point for validation data; empty before there is one.
    var best: [Double]
    var bestLoss: Double
    var checksSince: Int

    var encoded: [UInt8] {
        var writer = StateWriter(), copy = self
        copy.code(with: &writer)
        return writer.sealed()
    }

    mutating func code<Coder: StateCoder>(with coder: inout Coder) throws(Coder.Failure) {
        let expected = fingerprint
        try coder.code(&fingerprint)
        // Of another fit, numbers that follow mean something else.
        try coder.require(
            expected == fingerprint,
            "it is of another solver, penalty (whose units older versions did not name), batch size, seed, neuron, coordinates "
                + "(standardised or not), with or without bias or validation, or of data of another shape")
        // States of earlier versions say nothing of their data, and are believed, as they were by those.
        if coder.hasDigest {
            var digest = data.value
            try coder.code(&digest)
            try coder.require(
                digest == data.value,
                "it is of other data of the same shape: targets, weights, offsets or features differ")
        }
        try coder.number(&seconds, "the time that it took") { $0 >= 0 && $0.isFinite }
        let most = state.query.point.values.count
        var count = apart.count
        try coder.count(&count, "the number of parameters set apart", in: 0...most)
        try coder.require(coder.hasRoom(for: count), "it ends before \(count) parameters set apart")
        if count != apart.count { apart = [Int](repeating: 0, count: count) }
        for index in apart.indices { try coder.count(&apart[index], "a parameter set apart", in: 0...max(0, most - 1)) }
        try state.code(with: &coder)
        try coder.numbers(&best, "the best point", noneOr: state.query.point.values.count)
        try coder.number(&bestLoss, "the best loss") { $0.isFinite || $0 == .infinity }
        try coder.count(&checksSince, "the checks since then")
    }
}
