import Descent
import Foundation
import TestSupport
import Testing

@testable import DescentFiles

/// A fit that goes on from a file ends with the bits of one that was never interrupted.
@Suite struct CheckpointTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func data() throws -> Dataset<Double> {
        let X = try Matrix<Double>(rows: 5, columns: 3000, (0..<15_000).map { Double($0 * 7919 % 1009) / 500 - 1 })
        return try Dataset(X, targets: (0..<3000).map { $0 * 31 % 7 < 3 ? 1 : 0 })
    }

    private static var solvers: [Solver] {
        [
            try! .lbfgs(), .newton(),
            try! .firstOrder(Adam(rate: 0.05), stopping: Stopping(gradientNorm: 1e-9, iterations: 40)),
        ]
    }

    @Test(arguments: solvers.indices) func resumes(_ index: Int) throws {
        let data = try data(), path = scratch.path("fit.checkpoint")
        func check(_ solver: Solver) throws {
            var whole = try Training(data, neuron: .logistic, by: solver, threads: 1)
            while try whole.step() != nil {}
            for stop in [1, 3] {
                var first = try Training(data, neuron: .logistic, by: solver, threads: 2)
                for _ in 0..<stop { _ = try first.step() }
                try first.writeCheckpoint(to: path)
                let saved = try SavedProgress(checkpoint: path)
                #expect(
                    (0...stop).contains(saved.steps) && saved.parameters == first.parameters.values.count
                        && saved.risk.isFinite)
                var second = try Training(data, neuron: .logistic, by: solver, threads: 7)
                try second.resume(fromFile: path)
                while try second.step() != nil {}
                #expect(second.parameters == whole.parameters && second.outcome == whole.outcome)
            }
            #expect(try scratch.names == ["fit.checkpoint"])
        }
        try check(Self.solvers[index])
    }

    @Test func damageIsRefused() throws {
        let data = try data(), path = scratch.path("fit.checkpoint")
        var run = try Training(data, neuron: .logistic, by: .lbfgs())
        _ = try run.step()
        try run.writeCheckpoint(to: path)
        let bytes = try scratch.bytes("fit.checkpoint")
        func refuses(_ bytes: [UInt8]) throws {
            let broken = try scratch.file("broken", bytes)
            var other = try Training(data, neuron: .logistic, by: .lbfgs())
            let resumed = #expect(throws: DescentError.self) { try other.resume(fromFile: broken) }
            let told = #expect(throws: DescentError.self) { try SavedProgress(checkpoint: broken) }
            for error in [resumed, told] {
                guard case .unusableState = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            #expect(other.parameters == (try Training(data, neuron: .logistic, by: .lbfgs())).parameters)
        }
        for length in stride(from: 0, to: bytes.count, by: 17) { try refuses(Array(bytes[..<length])) }
        for place in stride(from: 0, to: bytes.count, by: 13) {
            var flipped = bytes
            flipped[place] ^= 1 << (place % 8)
            try refuses(flipped)
        }
        try refuses(bytes + [0])
        var other = try Training(data, neuron: .logistic, by: .newton())
        let foreign = DescentError.unusableState(
            reason:
                "it is of another solver, penalty (whose units older versions did not name), batch size, seed, neuron, coordinates "
                + "(standardised or not), with or without bias or validation, or of data of another shape")
        #expect(throws: foreign) { try other.resume(fromFile: path) }
        let absent = FileError.system(path: scratch.path("absent"), operation: "open", errno: ENOENT)
        #expect(throws: absent) { try other.resume(fromFile: scratch.path("absent")) }
        #expect(throws: FileError.notARegularFile(path: scratch.folder)) { try other.resume(fromFile: scratch.folder) }
    }

    /// What a killed process left goes; what a living one writes stays; so does what only looks alike.
    @Test func straysAreRemoved() throws {
        let path = scratch.path("fit.checkpoint")
        _ = try scratch.file(".fit.checkpoint.1a2b3c.partial", [1, 2, 3])
        for other in [".fit.checkpoint.not a number.partial", ".other.1a.partial", ".fit.checkpoint.1a"] {
            _ = try scratch.file(other, [1])
        }
        let before = try scratch.names
        let living = try OutputFile(path)
        try living.write([1, 2, 3])
        #expect(try scratch.names.count == before.count)
        // Of the same path, while that one is still being written.
        try OutputFile.write([4], to: path)
        #expect(try scratch.names.count == before.count + 1)
        #expect(try !scratch.names.contains(".fit.checkpoint.1a2b3c.partial"))
        try living.finish()
        #expect(try scratch.bytes("fit.checkpoint") == [1, 2, 3])
    }

    /// Many writers of one path: it is always one's whole state.
    @Test func lastCompleteWins() async throws {
        let path = scratch.path("fit.checkpoint")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for _ in 0..<20 {
                        let file = try OutputFile(path)
                        try file.write([UInt8](repeating: UInt8(writer), count: 100_000))
                        try file.finish()
                    }
                }
            }
            try await group.waitForAll()
        }
        let bytes = try scratch.bytes("fit.checkpoint")
        #expect(bytes.count == 100_000 && Set(bytes).count == 1)
        #expect(try scratch.names == ["fit.checkpoint"])
    }
}
