internal import DescentFiles

/// One thing that the doctor has to say, and what to do about it.
struct Finding: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        /// What was asked for fails, or cannot be trusted.
        case broken
        /// All works, and could be faster.
        case slow
        /// Worth knowing, and no fault of this machine.
        case note
    }

    let kind: Kind
    let what: String
    let advice: String

    init(_ kind: Kind, _ what: String, do advice: String) {
        (self.kind, self.what, self.advice) = (kind, what, advice)
    }

    var json: JSON {
        .object([("kind", .string(kind.rawValue)), ("what", .string(what)), ("do", .string(advice))])
    }
}

extension [Finding] {
    private func has(_ kind: Finding.Kind) -> Bool { contains { $0.kind == kind } }

    /// As the help of `doctor` says it.
    var status: Int32 { has(.broken) ? 1 : has(.slow) ? 3 : 0 }

    var verdict: String {
        if has(.broken) { return "something is broken" }
        return has(.slow) ? "all works, but slower than it could" : "nothing is wrong"
    }
}
