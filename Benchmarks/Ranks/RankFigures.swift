/// What the ranks of one job have measured: seconds of every repetition, as lines of a name and numbers, which the first of them prints.
struct RankFigures {
    /// A gradient by all ranks: from when they begin together until all have it.
    var total = Measurement()
    /// Of it, on the samples: the mean of the ranks.
    var sweep = Measurement()
    /// The word that they agree on, for the last one to come.
    var agreement = Measurement()
    /// How much longer it is for the others, in the mean: they wait for the last.
    var wait = Measurement()
    /// Partial sums from rank to rank, and the whole to all.
    var reduction = Measurement()
    /// The same sum by MPI's own means, whose last digits depend on the number of ranks.
    var allreduce = Measurement()
    /// The gradient by one process, with as many threads as all ranks of its machine together.
    var alone = Measurement()
    /// Of a partial sum.
    var bytes = 0
    var loss = 0.0
    var machines = 1
    /// Of the one process, and of all ranks of its machine.
    var threads = 1
    /// Whether that is more than the machine has cores, so that ranks wait for each other's turns.
    var isCrowded = false
    /// Bytes and seconds of messages between the first rank and the last.
    var exchanges: [(bytes: Double, seconds: Double)] = []

    private static var measurements: [(name: String, path: WritableKeyPath<RankFigures, Measurement>)] {
        [
            ("total", \.total), ("sweep", \.sweep), ("agreement", \.agreement), ("wait", \.wait),
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
        lines.append(Self.line("place", [machines, threads, isCrowded ? 1 : 0].map(Double.init)))
        lines += [Self.line("bytes", [Double(bytes)]), Self.line("loss", [loss])]
        lines += exchanges.map { Self.line("exchange", [$0.bytes, $0.seconds]) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Nil for less than `text` writes, such as of a job that broke. What else a launcher prints is passed over.
    init?(_ text: String) {
        var isWhole = false
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " "), numbers = words.dropFirst().compactMap { Double($0) }
            guard let name = words.first, numbers.count == words.count - 1 else { continue }
            switch name {
            case "place" where numbers.count == 3:
                (machines, threads, isCrowded) = (Int(numbers[0]), Int(numbers[1]), numbers[2] == 1)
            case "bytes" where numbers.count == 1: bytes = Int(numbers[0])
            case "loss" where numbers.count == 1: (loss, isWhole) = (numbers[0], true)
            case "exchange" where numbers.count == 2: exchanges.append((numbers[0], numbers[1]))
            default:
                guard let path = Self.measurements.first(where: { $0.name == name })?.path else { continue }
                for number in numbers { self[keyPath: path].add(seconds: number) }
            }
        }
        guard isWhole, !total.seconds.isEmpty else { return nil }
    }

    private static func line(_ name: String, _ numbers: [Double]) -> String {
        ([name] + numbers.map { "\($0)" }).joined(separator: " ")
    }
}
