import Descent
import Foundation
import Testing

/// Ranks that are threads of this process: what they exchange is the same, and what they do wrong is told at once.
final class ThreadRanks: Communicator {
    let rank: Int
    var count: Int { hub.count }
    let ordersSums: Bool
    private let hub: Hub

    private init(_ rank: Int, _ hub: Hub, _ ordersSums: Bool) {
        self.rank = rank
        self.hub = hub
        self.ordersSums = ordersSums
    }

    /// What `body` gives on every rank.
    static func run<Result: Sendable>(
        _ count: Int, ordersSums: Bool = true, _ body: @escaping @Sendable (ThreadRanks) throws -> Result
    ) -> [Swift.Result<Result, any Error>] {
        let hub = Hub(count), results = Box<[Swift.Result<Result, any Error>?]>(.init(repeating: nil, count: count))
        let group = DispatchGroup()
        for rank in 0..<count {
            group.enter()
            let thread = Thread {
                let result = Swift.Result { try body(ThreadRanks(rank, hub, ordersSums)) }
                results.change { $0[rank] = result }
                group.leave()
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
        group.wait()
        return results.change { $0.map { $0! } }
    }

    func least(_ word: Int) -> Int {
        hub.meet(rank, "least") { $0.words[self.rank] = word }
        return hub.meet(rank, "least, read") { $0.words.min()! }
    }

    func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from speaker: Int) {
        let call = "broadcast of \(bytes.count) bytes from \(speaker)"
        if rank == speaker {
            let sent = Array(bytes)
            hub.meet(rank, call) { $0.said = sent }
        } else {
            hub.meet(rank, call) { _ in }
        }
        let said = hub.meet(rank, "broadcast, read") { $0.said }
        bytes.copyBytes(from: said)
    }

    func exchange(
        _ sent: UnsafeRawBufferPointer, to receiver: Int, _ received: UnsafeMutableRawBufferPointer, from sender: Int
    ) {
        if !sent.isEmpty { hub.send(Array(sent), from: rank, to: receiver) }
        if !received.isEmpty { received.copyBytes(from: hub.receive(from: sender, to: rank)) }
    }

    /// Where all ranks meet.
    private final class Hub: @unchecked Sendable {
        let count: Int
        private let condition = NSCondition()
        private var state: State
        private var calls: [String] = []
        private var round = 0
        private var mail: [[Int]: [[UInt8]]] = [:]

        struct State {
            var words: [Int]
            var said: [UInt8] = []
        }

        init(_ count: Int) {
            self.count = count
            state = State(words: .init(repeating: .max, count: count))
        }

        /// Changes the state, and goes on when all have.
        @discardableResult func meet<R>(_ rank: Int, _ call: String, _ body: (inout State) -> R) -> R {
            condition.lock()
            defer { condition.unlock() }
            let result = body(&state), own = round
            calls.append(call)
            if calls.count == count {
                precondition(Set(calls).count == 1, "ranks in different calls: \(Set(calls).sorted())")
                calls = []
                round += 1
                condition.broadcast()
            } else {
                while round == own { condition.wait() }
            }
            return result
        }

        func send(_ bytes: [UInt8], from sender: Int, to receiver: Int) {
            condition.lock()
            mail[[sender, receiver], default: []].append(bytes)
            condition.broadcast()
            condition.unlock()
        }

        func receive(from sender: Int, to receiver: Int) -> [UInt8] {
            condition.lock()
            defer { condition.unlock() }
            while mail[[sender, receiver], default: []].isEmpty { condition.wait() }
            return mail[[sender, receiver]]!.removeFirst()
        }
    }

    private final class Box<Value>: @unchecked Sendable {
        private let lock = NSLock()
        private var value: Value
        init(_ value: Value) { self.value = value }
        func change<R>(_ body: (inout Value) -> R) -> R { lock.withLock { body(&value) } }
    }
}
