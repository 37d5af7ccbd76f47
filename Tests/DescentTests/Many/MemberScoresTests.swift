import TestSupport
import Testing

import Descent
@testable import DescentAlgebra
@testable import DescentFit
@testable import DescentSweep

@Suite struct MemberScoresTests {
    /// Two rows of folds, of which each says what the samples of its fold are, and one of all samples.
    private func rows<T: Scalar>(
        _ many: ManyCase<T>, _ context: ManySweep<T>.Context
    ) -> [[ManySweep<T>.Request]] {
        var generator = SplitMix64(seed: 5)
        let target: Member.Target = many.problem.instance.isSoftmax ? .classes : .row(0)
        func request(_ counts: Member.Counts) -> ManySweep<T>.Request {
            var point = context.zero
            for i in point.values.indices { point.values[i] = Double.random(in: -0.5...0.5, using: &generator) }
            return .init(member: Member(target, counts: counts), point: point)
        }
        let folds = (0..<2).map { _ in (0..<5).map { request(.only(fold: $0)) } }
        return [folds[0], [request(.all)], folds[1]]
    }

    private func read<T: Scalar>(
        _ many: ManyCase<T>, _ output: MemberOutput, threads: Int? = nil, rowsAtOnce: Int = 100
    ) throws -> (rows: [[T]], reads: Double) {
        let context = try many.context(threads: threads)
        var reader = ScoreReader<T>(context, output)
        reader.memory = rowsAtOnce * context.zero.outputCount * many.data.sampleCount * MemoryLayout<T>.stride
        let rows = try reader.map(rows(many, context)) { _, values in Array(values) }
        return (try rows.map { try $0.get() }, reader.reads)
    }

    /// Scores as a slow sum, predictions as the layer's.
    @Test(arguments: NeuronCase.many, [0.0, 300.0])
    func agreesWithSlowSums(_ instance: NeuronCase, _ offset: Double) throws {
        try check(Double.self, instance, offset, layout: .sampleMajor, 1e-11)
        try check(Double.self, instance, offset, layout: .featureMajor, 1e-11)
        try check(Float.self, instance, offset, layout: .sampleMajor, 1e-3)
    }

    private func check<T: Scalar>(
        _ type: T.Type, _ instance: NeuronCase, _ offset: Double, layout: Matrix<T>.Layout, _ tolerance: Double
    ) throws {
        let many = try ManyCase<T>(instance, samples: 2003, layout: layout, transform: { $0 + offset })
        let context = try many.context(), rows = rows(many, context)
        let scores = try read(many, .scores).rows, predictions = try read(many, .predictions).rows
        let outputs = context.zero.outputCount, samples = many.data.sampleCount
        for (row, requests) in rows.enumerated() {
            for request in requests {
                let point = context.standardisation!.original(request.point)
                let counts = many.counts(request.member)
                for sample in 0..<samples where counts[sample] > 0 {
                    let expected = many.problem.scores(sample, at: point)
                    var predicted = expected.map { T($0) }
                    predicted.withUnsafeMutableBufferPointer { z in
                        instance.neuron.predict(
                            ScoreTile(
                                count: 1, outputs: outputs, stride: 1, scores: UnsafePointer(z.baseAddress!),
                                predictions: z.baseAddress!))
                    }
                    for k in 0..<outputs {
                        let z = Double(scores[row][k * samples + sample])
                        #expect(abs(z - expected[k]) <= tolerance * max(1, abs(expected[k])))
                        let y = Double(predictions[row][k * samples + sample])
                        #expect(abs(y - Double(predicted[k])) <= tolerance * max(1, Double(predicted[k])))
                    }
                }
            }
        }
    }

    /// The same bits however many rows are worked out at a time, and on any number of threads; each group is one read.
    @Test func groups() throws {
        let many = try ManyCase<Double>(NeuronCase("softmax of 3", try Softmax(classes: 3)), samples: 20_003)
        let all = try read(many, .predictions, threads: 1)
        #expect(all.reads == 1)
        for (threads, atOnce, reads) in [(2, 1, 3.0), (7, 2, 2.0), (2, 100, 1.0)] {
            let some = try read(many, .predictions, threads: threads, rowsAtOnce: atOnce)
            #expect(some.rows == all.rows && some.reads == reads, "\(threads) threads, \(atOnce) rows")
        }
    }

    /// What goes wrong with a row goes wrong with that one alone.
    @Test func failuresAreOnesOwn() throws {
        let many = try ManyCase<Double>(NeuronCase("logistic", .logistic), samples: 500)
        let context = try many.context(), rows = rows(many, context)
        var broken = rows, point = context.zero
        point.values[0] = .nan
        broken[0][3] = .init(member: rows[0][3].member, point: point)
        var reader = ScoreReader<Double>(context, .scores)
        let found = try reader.map(broken) { index, values throws(DescentError) -> [Double] in
            if index == 1 { throw .empty(.samples) }
            return Array(values)
        }
        if case .failure(.nonFinite(.parameters, _, _, _, _)) = found[0] {} else { Issue.record("\(found[0])") }
        if case .failure(.empty(.samples)) = found[1] {} else { Issue.record("\(found[1])") }
        #expect(try found[2].get() == read(many, .scores).rows[2])
    }
}
