import Foundation
import TestSupport
import Testing

/// FAULTS 89: the classes of a softmax are the values that its targets have, whatever these are.
@Suite struct ClassesTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    private static let codes = [[0.0, 1, 2], [1, 2, 3], [100, 200, 300], [-1, 0, 1], [0.5, 7, 1e6]]

    private func names(_ codes: [Double]) -> [String] { codes.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" } }

    @Test(arguments: codes) func areTheValuesThatOccur(_ codes: [Double]) throws {
        let samples = Samples.classes()
        var coded = samples
        coded.targets = samples.targets.map { codes[Int($0)] }
        try bench.write(coded)
        try bench.files.file("X.csv", coded.csv)
        let names = names(codes)
        for words in ["--features X.npy --targets X-y.npy", "X.csv --target y"] {
            let fit = try bench.json("train \(words) --neuron softmax --output m.st")
            #expect(fit["classes"] as? [String] == names)
            try #expect(fit.outputs.map(\.name) == names)
            let predicted = try bench.descent("predict --model m.st X.npy --classes")
            #expect(Set(predicted.lines.dropFirst().map(String.init)).isSubset(of: Set(names)))
            let judged = try bench.json("evaluate --model m.st \(words)")
            try #expect(judged.number("accuracy") > 0.5 && judged["classes"] as? [String] == names)
        }
    }

    @Test func tooManyAreRefused() throws {
        var samples = Samples.classes()
        samples.targets = samples.targets.indices.map { Double($0) }
        try bench.write(samples)
        let line = "train --features X.npy --targets X-y.npy --neuron softmax --output m.st"
        try bench.expectRefused(
            "\(line) --classes-at-most 20", "200 different values", "--classes-at-most 200", "linear")
    }

    @Test func aWeightIsGivenOnceAndAboveZero() throws {
        try bench.write(.classes())
        let line = "train --features X.npy --targets X-y.npy --neuron softmax --output m.st --class-weights"
        try bench.expectRefused("\(line) 1=2,1=3", status: 2, "'1' twice")
        try bench.expectRefused("\(line) 1=0", status: 2, "above 0")
        try bench.expectRefused("\(line) 7=1", status: 2, "'7'", "0, 1, 2")
    }
}
