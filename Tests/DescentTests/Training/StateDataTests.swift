import TestSupport
import Testing

import Descent
@testable import DescentFit
@testable import DescentSolvers

/// FAULTS 104: a saved state is of its data, and of no other of the same shape.
@Suite struct StateDataTests {
    /// The parts of a data set with all there can be, of which each may be another.
    struct Parts {
        var rows: [[Double]]
        var targets: [Double]
        var weights: [Double]?
        var offsets: [Double]?
        var checked: [Double]

        init() {
            var generator = SplitMix64(seed: 4)
            rows = (0..<200).map { _ in (0..<3).map { _ in generator.number() } }
            targets = rows.map { $0[0] - $0[1] + generator.number() > 0 ? 1 : 0 }
            weights = rows.map { _ in generator.number(in: 0.5...2) }
            offsets = rows.map { _ in generator.number() }
            checked = targets
        }

        func training<T: Scalar>(
            _: T.Type, threads: Int = 2, across ranks: (any Communicator)? = nil
        ) throws -> Training<T> {
            func data(_ targets: [Double]) throws -> Dataset<T> {
                try Dataset(
                    Matrix(samples: rows.map { $0.map { T($0) } }), targets: targets.map { T($0) },
                    weights: weights.map { $0.map { T($0) } }, offsets: offsets.map { $0.map { T($0) } },
                    threads: threads, across: ranks)
            }
            return try Training(
                data(targets), neuron: .logistic,
                by: .firstOrder(Adam(rate: 0.1), stopping: try Stopping(gradientNorm: 1e-12, iterations: 20)),
                validation: (data(checked), patience: 100), threads: threads)
        }
    }

    /// What may be another, in one number.
    static let changes: [(name: String, change: @Sendable (inout Parts) -> Void)] = [
        ("a target", { $0.targets[17] = 1 - $0.targets[17] }), ("a weight", { $0.weights![199] += 0.25 }),
        ("no weights", { $0.weights = nil }), ("an offset", { $0.offsets![0] = 0.125 }),
        ("no offsets", { $0.offsets = nil }), ("a feature", { $0.rows[100][2] += 0.5 }),
        ("a target of the validation", { $0.checked[3] = 1 - $0.checked[3] }),
        (
            "the order of targets",
            { parts in
                let one = parts.targets.firstIndex(of: 1)!, zero = parts.targets.firstIndex(of: 0)!
                parts.targets.swapAt(one, zero)
            }
        ),
    ]

    private func state<T: Scalar>(_ parts: Parts, _: T.Type) throws -> [UInt8] {
        var run = try parts.training(T.self)
        for _ in 0..<5 { _ = try run.step() }
        return run.encodedState
    }

    @Test(arguments: changes.indices, [true, false]) func otherDataAreRefused(_ index: Int, _ isDouble: Bool) throws {
        func check<T: Scalar>(_: T.Type) throws {
            var parts = Parts()
            let state = try state(parts, T.self)
            Self.changes[index].change(&parts)
            var other = try parts.training(T.self)
            let before = other.parameters
            do throws(DescentError) {
                try other.resume(from: state)
                Issue.record("\(Self.changes[index].name) is not noticed")
            } catch {
                #expect("\(error)".contains("other data"), "\(error)")
            }
            #expect(other.parameters == before)
        }
        if isDouble { try check(Double.self) } else { try check(Float.self) }
    }

    /// On any number of threads, and with zeros of either sign.
    @Test(arguments: [1, 2, 7]) func theSameDataAreTaken(_ threads: Int) throws {
        var parts = Parts()
        parts.targets[0] = 0
        parts.offsets![1] = 0
        let state = try state(parts, Double.self)
        parts.targets[0] = -0.0
        parts.offsets![1] = -0.0
        var run = try parts.training(Double.self, threads: threads)
        try run.resume(from: state)
        #expect(run.state.steps == 5)
    }

    @Test func ranksKnowTheSameData() throws {
        let parts = Parts(), alone = try parts.training(Double.self).digest.value
        for count in [2, 5] {
            let found = ThreadRanks.run(count) { try parts.training(Double.self, threads: 1, across: $0).digest.value }
            for digest in found { #expect(try digest.get() == alone) }
        }
    }

    /// A state of version 7, which says nothing of its data and has another checksum, is gone on from as it always was.
    @Test func earlierStatesAreTaken() throws {
        let parts = Parts(), state = try state(parts, Double.self), digest = 8 * 2 + StateWriter.magic.count
        var old = Array(state.dropLast(8))
        old.removeSubrange(digest..<digest + 8)
        old[StateWriter.magic.count] = 7
        old += withUnsafeBytes(of: StateWriter.seal(of: old, version: 7).littleEndian) { Array($0) }
        #expect(try SavedProgress(of: old) == SavedProgress(of: state))
        func end(_ state: [UInt8]) throws -> Parameters {
            var run = try parts.training(Double.self)
            try run.resume(from: state)
            return try run.fit().parameters
        }
        try #expect(end(old) == end(state))
        // With the checksum of the other version each is damaged.
        for (bytes, version) in [(old, 8), (state, 7)] {
            var forged = Array(bytes.dropLast(8))
            forged += withUnsafeBytes(of: StateWriter.seal(of: forged, version: version).littleEndian) { Array($0) }
            #expect(throws: DescentError.unusableState(reason: "it is damaged: the checksum does not match")) {
                try SavedProgress(of: forged)
            }
        }
    }
}
