/// What the ranks of one job have measured: seconds of every repetition, as lines of a name and numbers, which the first of them prints.
struct RankFigures {
    /// A gradient by all ranks: from when they begin together until all have it.
    var total = Measurement()
    /// Of it, on the samples: the mean of the ranks.
    var sweep = Measurement()
    /// The word that they agree on, for the last one to come.
    var agreement = Measurement()
    /// How much longer it is for the others, in the mean: they wait.
    var imbalance = Measurement()
    /// Partial sums from rank to rank, and the whole to all.
    var reduction = Measurement()
    /// The same sum by MPI's own means, whose last digits depend on the number of ranks.
    var allreduce = Measurement()
    /// The gradient by one process with as many threads as all ranks together.
    var alone = Measurement()
    /// Of a partial sum.
    var bytes = 0
    var loss = 0.0
    /// Bytes and seconds of messages between two ranks.
    var exchanges: [(bytes: Double, seconds: Double)] = []

    private static var measurements: [(name: String, path: WritableKeyPath<RankFigures, Measurement>)] {
        [
            ("total", \.total), ("sweep", \.sweep), ("agreement", \.agreement), ("imbalance", \.imbalance),
            ("reduction", \.reduction), ("allreduce", \.allreduce), ("alone", \.alone),
        ]
    }

    /// The part of a gradient in which a rank does not work on samples.
    var outside: Double {
        quantile(zip(sweep.seconds, total.seconds).map { 1 - $0 / $1 }, 0.5)
    }

    init() {}

    var text: String {
        var lines = Self.measurements.map { Self.line($0.name, self[keyPath: $0.path].seconds) }
        lines += [Self.line("bytes", [Double(bytes)]), Self.line("loss", [loss])]
        lines += exchanges.map { Self.line("exchange", [$0.bytes, $0.seconds]) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Nil for anything that `text` does not write, such as the end of a job that broke.
    init?(_ text: String) {
        var isWhole = false
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " "), numbers = words.dropFirst().compactMap { Double($0) }
            guard let name = words.first, numbers.count == words.count - 1 else { return nil }
            switch name {
            case "bytes" where numbers.count == 1: bytes = Int(numbers[0])
            case "loss" where numbers.count == 1: (loss, isWhole) = (numbers[0], true)
            case "exchange" where numbers.count == 2: exchanges.append((numbers[0], numbers[1]))
            default:
                guard let path = Self.measurements.first(where: { $0.name == name })?.path else { return nil }
                for number in numbers { self[keyPath: path].add(seconds: number) }
            }
        }
        guard isWhole, !total.seconds.isEmpty else { return nil }
    }

    private static func line(_ name: String, _ numbers: [Double]) -> String {
        ([name] + numbers.map { "\($0)" }).joined(separator: " ")
    }
}
