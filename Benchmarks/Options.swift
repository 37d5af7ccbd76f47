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
    var action = Action.measure

    enum Action {
        case measure, list, help
    }

    init(_ words: some Sequence<String>) throws(BenchError) {
        var words = Array(words)[...]
        while let word = words.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let flag = Flag.all.first(where: { $0.name == parts.first || $0.short == parts.first }) else {
                throw .usage("unknown option '\(word)'")
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
