import Descent
import TestSupport
import Testing

/// The smallest and the largest shapes go the same way as all others.
@Suite struct ExtremeShapesTests {
    // Making and following a million values by plain loops takes a debug build too long.
    #if DEBUG
        static let shapes = [(1, 1), (1, 2), (3, 8193), (20_000, 3)]
    #else
        static let shapes = [(1, 1), (1, 2), (3, 8193), (100_000, 20), (100_001, 9)]
    #endif

    @Test(arguments: shapes)
    func fewAndMany(_ features: Int, _ samples: Int) throws {
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            for label in ["logistic", "softmax of 3"] {
                let instance = NeuronCase.classical.first { $0.label == label }!
                let problem = Problem<Double>(
                    instance, .init(features: features, samples: samples, layout: layout, seed: 11))
                let result = try problem.sweep(threads: 2).lossGradient(at: problem.point)
                let expected = problem.reference()
                let tolerance = Double.ulpOfOne * Double(features + 4) * 32
                #expect((result.loss - expected.loss).magnitude <= tolerance * expected.lossSize)
                for (a, b) in zip(result.gradient.values, expected.gradient.values) {
                    #expect((a - b).magnitude <= tolerance)
                }
            }
        }
    }

    // Ten million samples take their time in a debug build.
    #if !DEBUG
        @Test func tenMillionSamples() throws {
            let m = 10_000_000
            var X = try Matrix<Float>(rows: 1, columns: m)
            X.withUnsafeMutablePointer { x in
                for j in 0..<m { x[j] = j % 2 == 0 ? 1 : -1 }
            }
            let data = try Dataset(X, targets: [Float](repeating: 0.5, count: m))
            let sweep = try Sweep(data, neuron: .linear)
            let result = try sweep.lossGradient(at: sweep.zero)
            #expect(result.loss == 0.125 && result.gradient.values == [0, -0.5])
            #expect(try sweep.gram().values == [1, 0, 0, 1])
        }
    #endif

    @Test func aStrideLargerThanASampleSkipsTheGap() throws {
        let plain = Problem<Double>(NeuronCase.all[0], .init(features: 5, samples: 60))
        for layout in [Matrix<Double>.Layout.sampleMajor, .featureMajor] {
            let (runs, length) = layout == .sampleMajor ? (60, 5) : (5, 60)
            let stride = length + 3
            let memory = UnsafeMutablePointer<Double>.allocate(capacity: stride * runs)
            memory.initialize(repeating: .nan, count: stride * runs)
            for i in 0..<5 {
                for j in 0..<60 {
                    memory[layout == .sampleMajor ? i + j * stride : j + i * stride] = plain.X[i, j]
                }
            }
            let X = try Matrix(adopting: memory, rows: 5, columns: 60, layout: layout, stride: stride) {
                $0.deallocate()
            }
            let sweep = try Sweep(Dataset(X, targets: plain.targets), neuron: .logistic)
            let dense = try Matrix(
                rows: 5, columns: 60, layout: layout,
                layout == .sampleMajor ? plain.X.values : plain.X.transposed.values)
            let expected = try Sweep(Dataset(dense, targets: plain.targets), neuron: .logistic)
            #expect(try sweep.lossGradient(at: plain.point) == expected.lossGradient(at: plain.point))
        }
    }
}
