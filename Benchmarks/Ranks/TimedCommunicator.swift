import Descent

/// Ranks that talk as others do, and a record of how long they did: what a sweep does not spend in here, it spends on its samples.
///
/// Calls come from one thread, as they do to what it stands for.
final class TimedCommunicator: Communicator, @unchecked Sendable {
    struct Record {
        /// In the words that every exchange begins with: until the slowest rank has come, and the message itself.
        var agreement = 0.0
        /// In partial sums on their way.
        var reduction = 0.0
        /// Of the largest message.
        var bytes = 0
    }

    private let base: any Communicator
    private let clock = ContinuousClock()
    private var record = Record()

    init(_ base: any Communicator) { self.base = base }

    var rank: Int { base.rank }
    var count: Int { base.count }
    var ordersSums: Bool { base.ordersSums }

    /// Since the last time that it was asked for.
    func take() -> Record {
        defer { record = Record() }
        return record
    }

    func least(_ word: Int) -> Int {
        var least = 0
        record.agreement += clock.measure { least = base.least(word) } / .seconds(1)
        return least
    }

    func exchange(
        _ sent: UnsafeRawBufferPointer, to receiver: Int, _ received: UnsafeMutableRawBufferPointer, from sender: Int
    ) {
        reduce(max(sent.count, received.count)) { base.exchange(sent, to: receiver, received, from: sender) }
    }

    func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from speaker: Int) {
        reduce(bytes.count) { base.broadcast(bytes, from: speaker) }
    }

    func add(_ numbers: UnsafeMutableBufferPointer<Double>) {
        reduce(numbers.count * MemoryLayout<Double>.stride) { base.add(numbers) }
    }

    private func reduce(_ bytes: Int, _ work: () -> Void) {
        record.reduction += clock.measure(work) / .seconds(1)
        record.bytes = max(record.bytes, bytes)
    }
}
