import Descent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `bench serve FOLDER [WORK]`: answers one line of stdin after another on the data of a folder.
///
/// `make peers` measures other programs and this one in turns; it writes the data as `.npy` files and drives all of
/// them over pipes in the same words. `measure N` is answered by a line with loss, norm, steps and the seconds of N
/// evaluations; of many fits with their losses and coefficients behind, each after a bar. It is no option, because nobody
/// types it.
struct Serve {
    private let work: any Work

    /// Features and targets are mapped here.
    init(folder: String, _ word: String?) throws {
        let data = try ServedData(folder)
        work =
            switch word {
            case nil: try GradientWork(data, folder)
            case "logistic"?: FitWork(data, .logistic, penalty: try Penalty(l2: 1 / Double(data.X.columns), on: .raw))
            case "linear"?: FitWork(data, .linear, penalty: .none)
            case "folds"?: try FoldsWork(data, folder)
            case "one-vs-rest"?: try OneVsRestWork(data)
            // What is no number becomes a size that is refused.
            case let batch?: try EpochWork(data, batch: Int(batch) ?? 0)
            }
    }

    /// Returns at the end of stdin.
    func run() throws {
        let blas = "OpenBLAS \(BLAS.version), core \(BLAS.core), \(BLAS.threading)"
        try answer("ready \(ThreadBudget.cores) threads, \(try KernelLevel.active.get()) kernels, \(blas)")
        while let line = readLine() {
            let words = line.split(separator: " ")
            guard words.count == 2, words[0] == "measure", let count = Int(words[1]), count > 0 else {
                throw ServeError("'\(line)' is not 'measure N'")
            }
            if work.warmsUp { try work.evaluate() }
            let clock = ContinuousClock()
            var seconds: [Double] = []
            for _ in 0..<count {
                let time = try clock.measure { try work.evaluate() }
                seconds.append(time / .seconds(1))
            }
            let found = try work.found()
            let numbers = [found.loss, found.norm, found.steps] + seconds
            try answer(([numbers] + found.figures).map(Self.line).joined(separator: " | "))
        }
    }

    private static func line(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }

    /// A pipe is buffered; the other side waits for the line.
    private func answer(_ line: String) throws(BenchError) {
        print(line)
        guard fflush(nil) == 0 else { throw .output }
    }
}

/// Why a turn cannot be had.
struct ServeError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
