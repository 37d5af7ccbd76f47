import Descent

/// What the command line asks for, checked.
struct Options {
    var isQuick = false
    var threads: Int?
    var filter: String?
    /// Instead of the suite's own.
    var shapes: [Shape] = []
    var json: String?
    var plot: String?
    /// At most, where ranks are measured.
    var ranks: Int?
    /// What starts ranks, without their number.
    var launcher = Self.launcher
    static let launcher = "mpirun --oversubscribe --bind-to none"
    /// Of the network that scaling is predicted for, where it is not the one measured.
    var latency: Double?
    var bandwidth: Double?
    var action = Action.measure
    private(set) var subject = Subject.neurons

    enum Action {
        case measure, list, help
    }

    /// What is asked about, by the first word.
    enum Subject: CaseIterable {
        /// Without such a word.
        case neurons
        case mpi
    }

    init(_ words: some Sequence<String>) throws(BenchError) {
        var words = Array(words)[...]
        if words.first == "\(Subject.mpi)" {
            subject = .mpi
            words.removeFirst()
        }
        while let word = words.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let flag = Flag.all.first(where: { $0.name == parts.first || $0.short == parts.first }) else {
                throw .usage("unknown option '\(word)'")
            }
            guard flag.subjects.contains(subject) else {
                throw .usage("\(flag.name) is an option of \(subject == .mpi ? "bench" : "bench \(Subject.mpi)")")
            }
            var value = parts.count > 1 ? parts[1] : nil
            if flag.value == nil, value != nil { throw .usage("\(flag.name) takes no value, but has '\(value!)'") }
            if let kind = flag.value {
                value = value ?? words.popFirst()
                if value == nil { throw .usage("\(flag.name) needs a value: \(kind)") }
            }
            try flag.apply(&self, value ?? "")
        }
    }
}
