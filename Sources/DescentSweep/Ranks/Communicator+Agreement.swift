package import DescentAlgebra

/// Every exchange between ranks begins with one word from each, of which all see the least. So a rank that fails alone, wherever it is,
/// meets the others in the same call, and nobody waits for ever.
///
/// A word is a failure, by its place and rank; or a number, of which the largest wins; or, where there is nothing to say, the largest word.
extension Communicator {
    /// All ranks go on, or all throw the same: `failed`, with the failure that comes first.
    ///
    /// - Parameter failure: what this rank failed with; of all ranks' failures, the one with the least place comes first.
    func agree(on failure: (place: Int, error: DescentError)? = nil) throws(DescentError) {
        if case .cancelled? = failure?.error {
            _ = try word(Self.cancelled, nil)
        } else {
            _ = try word(failure.map { $0.place * count + rank } ?? .max, failure.map { "\($0.error)" })
        }
    }

    /// The same for what happens outside of work that has an order, which comes before all of that.
    package func agree(on error: (any Error)?) throws(DescentError) {
        _ = try word(error == nil ? .max : rank - count, error.map { "\($0)" })
    }

    /// What may fail on one rank, and then does on all. Nobody waits for others in it.
    package func together<R>(_ body: () throws -> R) throws -> R {
        let found = Result(catching: body)
        if case .failure(let error) = found { try agree(on: error as (any Error)?) } else { try agree() }
        return try found.get()
    }

    /// The largest of numbers that are 0 or above.
    package func most(_ number: Int) throws(DescentError) -> Int { .max - 1 - (try word(.max - 1 - number, nil)) }

    /// Whether any rank wishes so.
    package func any(_ wish: Bool) throws(DescentError) -> Bool { try most(wish ? 1 : 0) > 0 }

    private static var cancelled: Int { -1 << 60 }

    private func word(_ own: Int, _ message: String?) throws(DescentError) -> Int {
        let word = least(own)
        // Before all failures: whoever was told to end has none.
        if word == Self.cancelled { throw .cancelled }
        guard word >= 1 << 61 else {
            let rank = ((word % count) + count) % count
            throw .failed(rank: rank, message: say(message ?? "", from: rank))
        }
        return word
    }

    /// One rank's text, on all.
    package func say(_ text: String, from speaker: Int) -> String {
        var length = text.utf8.count
        withUnsafeMutableBytes(of: &length) { broadcast($0, from: speaker) }
        var bytes = rank == speaker ? Array(text.utf8) : [UInt8](repeating: 0, count: length)
        bytes.withUnsafeMutableBytes { broadcast($0, from: speaker) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Makes sure that all ranks mean the same, before they begin.
    ///
    /// - Parameter facts: what has to be equal, by name.
    /// - Throws: `different` with the first fact that is not what rank 0 has.
    package func requireSame(_ facts: [(name: String, value: String)]) throws(DescentError) {
        try agree()
        // All that rank 0 has, at once: names and values in turn.
        let own = facts.flatMap { [$0.name, $0.value] }, first = say(own.joined(separator: "\0"), from: 0)
        let theirs = first.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        var difference: DescentError?
        if let place = own.indices.first(where: { !theirs.indices.contains($0) || own[$0] != theirs[$0] }) {
            let what = facts[place / 2].name, value = theirs.indices.contains(place) ? theirs[place] : "nothing"
            difference = .different(what: what, rank: rank, value: own[place], first: value)
        } else if theirs.count > own.count {
            difference = .different(what: theirs[own.count], rank: rank, value: "nothing", first: theirs[own.count + 1])
        }
        try agree(on: difference as (any Error)?)
    }
}

extension Optional where Wrapped == any Communicator {
    /// The same for one process too, which throws what it failed with.
    package func agree(on failure: (place: Int, error: DescentError)?) throws(DescentError) {
        if let ranks = self { return try ranks.agree(on: failure) }
        if let failure { throw failure.error }
    }
}
