import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `bench serve FOLDER [BATCH]`: loss and gradient of a logistic neuron on the data of a folder, one turn per line of
/// stdin; or, with a batch, epochs of gradient descent in batches of that many samples, each from where the last one ended.
///
/// `make peers` measures other programs and this one in turns; it writes the data as `.npy` files and drives all of
/// them over pipes in the same words. `measure N` is answered by a line with loss, ‖gradient‖ (after epochs the loss of
/// all data and ‖parameters‖) and the seconds of N evaluations. It is no option, because nobody types it.
struct Serve {
    private let sweep: Sweep<Double>
    private let point: Parameters
    private var evaluation: Evaluation
    private let epochs: Epochs?

    /// Features and targets are mapped and surveyed here: what is timed later is evaluation alone.
    init(folder: String, batch: Int?) throws {
        let features = try ArrayFile(folder + "/features.npy", dimensions: 2)
        let X = try Matrix<Double>(
            mapping: features.path, offset: features.offset, rows: features.shape[1], columns: features.shape[0])
        var point = Parameters(features: X.rows)
        let values = try ArrayFile(folder + "/point.npy", dimensions: 1).values()
        guard values.count == point.values.count else {
            throw ServeError("the point has \(values.count) values; it needs \(point.values.count)")
        }
        point.values = values
        self.point = point
        let data = try Dataset(X, targets: ArrayFile(folder + "/targets.npy", dimensions: 1).values())
        sweep = try Sweep(data, neuron: .logistic)
        evaluation = Evaluation(shape: sweep.zero)
        epochs = try batch.map { try Epochs(data, samples: X.columns, batch: $0) }
    }

    /// Returns at the end of stdin.
    mutating func run() throws {
        let blas = "OpenBLAS \(BLAS.version), core \(BLAS.core), \(BLAS.threading)"
        try answer("ready \(sweep.threads) threads, \(sweep.plan.kernelLevel) kernels, \(blas)")
        while let line = readLine() {
            let words = line.split(separator: " ")
            guard words.count == 2, words[0] == "measure", let count = Int(words[1]), count > 0 else {
                throw ServeError("'\(line)' is not 'measure N'")
            }
            // The first evaluation of a turn wakes threads and meets caches that are full of others' data.
            try evaluate()
            let clock = ContinuousClock()
            var seconds: [Double] = []
            for _ in 0..<count {
                let time = try clock.measure { try evaluate() }
                seconds.append(time / .seconds(1))
            }
            let found = try found()
            try answer(([found.loss, found.norm] + seconds).map { "\($0)" }.joined(separator: " "))
        }
    }

    private mutating func evaluate() throws {
        if let epochs { try epochs.run() } else { try sweep.lossGradient(at: point, into: &evaluation) }
    }

    private func found() throws -> (loss: Double, norm: Double) {
        func norm(_ values: [Double]) -> Double { Double.nrm2(values.count, values) }
        guard let epochs else { return (evaluation.loss, norm(evaluation.gradient.values)) }
        return (try sweep.loss(at: epochs.parameters), norm(epochs.parameters.values))
    }

    /// A pipe is buffered; the other side waits for the line.
    private func answer(_ line: String) throws(BenchError) {
        print(line)
        guard fflush(nil) == 0 else { throw .output }
    }
}

/// A fit without end, an epoch at a time.
private final class Epochs {
    private var training: Training<Double>
    private let steps: Int

    init(_ data: Dataset<Double>, samples: Int, batch: Int) throws {
        let solver = FirstOrder(
            GradientDescent(rate: 0.1), stopping: try Stopping(gradientNorm: nil, iterations: .max))
        training = try Training(data, neuron: .logistic, by: solver, batches: .of(batch, seed: 1))
        steps = (samples + batch - 1) / batch
    }

    var parameters: Parameters { training.parameters }

    func run() throws {
        for _ in 0..<steps where try training.step() == nil {
            throw ServeError("the fit ended by itself: \(training.outcome.map { "\($0)" } ?? "")")
        }
    }
}

/// Why a turn cannot be had.
struct ServeError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// As much of an `.npy` file as NumPy writes for an array of doubles in C order.
private struct ArrayFile {
    let path: String
    let shape: [Int]
    /// Bytes before the first value.
    let offset: Int

    init(_ path: String, dimensions: Int) throws {
        guard let file = fopen(path, "r") else { throw ServeError("cannot read \(path)") }
        defer { fclose(file) }
        let start = [UInt8](unsafeUninitializedCapacity: 256) { $1 = fread($0.baseAddress, 1, $0.count, file) }
        let length = start.count >= 10 ? Int(start[8]) | Int(start[9]) << 8 : 0
        guard start.starts(with: Array("\u{93}NUMPY\u{1}\u{0}".unicodeScalars.map { UInt8($0.value) })),
            start.count >= 10 + length
        else { throw ServeError("\(path) is not an .npy file of version 1") }
        // {'descr': '<f8', 'fortran_order': False, 'shape': (60000, 784), }
        let header = String(decoding: start[10..<10 + length], as: UTF8.self)
        let parts = header.split(whereSeparator: { "{}(), ".contains($0) }).map(String.init)
        shape = parts.compactMap { Int($0) }
        guard parts.contains("'<f8'"), parts.contains("False"), shape.count == dimensions else {
            throw ServeError("\(path) has no doubles in C order in \(dimensions) dimensions: \(header)")
        }
        self.path = path
        offset = 10 + length
    }

    func values() throws -> [Double] {
        try Matrix<Double>(mapping: path, offset: offset, rows: 1, columns: shape[0]).values
    }
}
