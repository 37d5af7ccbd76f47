import Descent
import DescentFiles
import Foundation
import TestSupport
import Testing

/// Several files are one data set: the same samples, the same bits.
@Suite struct ShardsTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// Cut where tiles and chunks are not, with a shard of one sample and one of none.
    static let cuts = [0, 1, 1, 700, 30_001, 30_002, 60_000]

    private func whole<T: Scalar>(_ layout: Matrix<T>.Layout) throws -> Matrix<T> {
        var generator = SystemRandomNumberGenerator()
        let values = (0..<8 * 60_000).map { _ in T(Float.random(in: -1...1, using: &generator)) }
        return try Matrix(rows: 8, columns: 60_000, layout: layout, values)
    }

    private func shards<T: Scalar>(_ X: Matrix<T>) throws -> Shards<T> {
        try Shards(zip(Self.cuts, Self.cuts.dropFirst()).map { X[columns: $0..<$1] })
    }

    @Test func bitsAreThoseOfOneSource() throws {
        func check<T: Scalar>(_ type: T.Type, _ layout: Matrix<T>.Layout) throws {
            let X: Matrix<T> = try whole(layout), y = (0..<60_000).map { T($0 % 2) }
            let parts = try shards(X)
            #expect(parts.sampleCount == 60_000 && parts.featureCount == 8)
            for threads in [1, 2, 7] {
                let one = try Sweep(Dataset(X, targets: y), neuron: .logistic, threads: threads)
                let many = try Sweep(Dataset(parts, targets: y), neuron: .logistic, threads: threads)
                var point = one.zero
                for i in point.values.indices { point.values[i] = Double(i) / 9 - 0.4 }
                #expect(try one.lossGradient(at: point) == many.lossGradient(at: point))
            }
        }
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] { try check(Double.self, layout) }
        try check(Float.self, .sampleMajor)
    }

    @Test(arguments: [FileReading.mapped, .guarded, .copied]) func filesOfAFolder(_ reading: FileReading) throws {
        let X: Matrix<Double> = try whole(.sampleMajor)
        for (index, (from, to)) in zip(Self.cuts, Self.cuts.dropFirst()).enumerated() {
            try NpyFile.write(X[columns: from..<to], to: scratch.path("X-\(index).npy"))
            try NpyFile.write((from..<to).map { Double($0 % 2) }, to: scratch.path("y-\(index).npy"))
        }
        _ = try scratch.file("readme.txt", [1])
        let parts = try NpyFiles(scratch.path("X-*.npy"), reading: reading)
        #expect(parts.files.map(\.shape[0]) == zip(Self.cuts, Self.cuts.dropFirst()).map { $1 - $0 })
        #expect(try NpyFiles(scratch.path("y-?.npy")).values(as: Double.self) == (0..<60_000).map { Double($0 % 2) })
        #expect(try NpyFiles(scratch.folder).files.count == 12)
        let data = try Dataset(parts.samples(as: Double.self), targets: (0..<60_000).map { Double($0 % 2) })
        let one = try Dataset(X, targets: (0..<60_000).map { Double($0 % 2) })
        #expect(try data.fit(neuron: .logistic).parameters == one.fit(neuron: .logistic).parameters)
        // Other numbers are converted, across borders too.
        let single = try Dataset(parts.samples(as: Float.self), targets: (0..<60_000).map { Float($0 % 2) })
        #expect(try single.fit(neuron: .logistic).report.steps > 0)
    }

    @Test func refusals() throws {
        try NpyFile.write(try Matrix<Double>(rows: 2, columns: 3), to: scratch.path("a.npy"))
        try NpyFile.write(try Matrix<Double>(rows: 3, columns: 3), to: scratch.path("b.npy"))
        let error = #expect(throws: FileError.self) { try NpyFiles(scratch.folder).samples(as: Double.self) }
        guard case .shape(scratch.path("b.npy"), [3, 3], _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        for name in ["c*.npy", "absent"] {
            let path = scratch.path(name), error = #expect(throws: FileError.self) { try NpyFiles(path) }
            guard case .system(path, _, ENOENT) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        let empty = try Scratch()
        #expect(throws: FileError.noFiles(path: empty.folder, ending: ".npy")) { try NpyFiles(empty.folder) }
        #expect(throws: DescentError.empty(.samples)) { try Shards<Double>([]) }
        let X = try Matrix<Double>(rows: 2, columns: 3)
        #expect(throws: DescentError.mismatch(.features, .features, expected: 2, found: 1)) {
            try Shards<Double>([X, try Matrix<Double>(rows: 1, columns: 3)])
        }
        let layout = DescentError.illegalOption(
            name: "the layout of shard 1", value: "featureMajor", requirement: "sampleMajor, as that of the first")
        #expect(throws: layout) {
            try Shards<Double>([X, try Matrix<Double>(rows: 2, columns: 3, layout: .featureMajor)])
        }
    }
}
