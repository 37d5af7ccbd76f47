/// Processes that work on the same fit, the ranks, each on its part of the data.
///
///     import DescentMPI
///
///     let data = try Dataset(samples, targets: y, across: World())
///     let fit = try data.fit(neuron: .logistic)  // the same on every rank
///
/// All ranks make the same calls in the same order, from one thread. What one rank computes meets what the others do in the tree that a
/// single process merges its chunks in, so the bits are those of one process, for any number of ranks and threads.
///
/// A conforming type moves bytes; it does not fail: where a rank is gone, it ends the process.
public protocol Communicator: Sendable {
    /// This process's number, from 0.
    var rank: Int { get }
    /// How many ranks there are.
    var count: Int { get }

    /// The least of the words that the ranks bring.
    func least(_ word: Int) -> Int
    /// Sends to one rank and receives from another at the same time; no bytes go to, or come from, nobody.
    func exchange(
        _ sent: UnsafeRawBufferPointer, to receiver: Int, _ received: UnsafeMutableRawBufferPointer, from sender: Int)
    /// What one rank has, to all.
    func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int)

    /// Whether sums of ranks are those of one process, to the bit. The default. Else `add` makes them, in whatever order is fastest, and
    /// their last digits depend on the number of ranks.
    var ordersSums: Bool { get }
    /// The sums of what the ranks have, number by number, the same on all. The default adds rank by rank.
    func add(_ numbers: UnsafeMutableBufferPointer<Double>)
}

extension Communicator {
    public var ordersSums: Bool { true }

    public func add(_ numbers: UnsafeMutableBufferPointer<Double>) {
        let next = UnsafeMutableBufferPointer<Double>.allocate(capacity: numbers.count)
        defer { next.deallocate() }
        let own = Array(numbers)
        for rank in 0..<count {
            if rank == self.rank { _ = next.update(from: own) }
            broadcast(UnsafeMutableRawBufferPointer(next), from: rank)
            for place in numbers.indices { numbers[place] = rank == 0 ? next[place] : numbers[place] + next[place] }
        }
    }
}

extension Communicator {
    /// Every rank's part of some memory, to all: that of rank r is from `ends[r]` to `ends[r + 1]`.
    func gather(_ bytes: UnsafeMutableRawBufferPointer, ends: [Int]) {
        for rank in 0..<count where ends[rank + 1] > ends[rank] {
            broadcast(UnsafeMutableRawBufferPointer(rebasing: bytes[ends[rank]..<ends[rank + 1]]), from: rank)
        }
    }

    /// The same, in numbers.
    func gather<Value: BitwiseCopyable>(_ values: UnsafeMutablePointer<Value>, ends: [Int]) {
        let size = MemoryLayout<Value>.stride
        gather(UnsafeMutableRawBufferPointer(start: values, count: ends[count] * size), ends: ends.map { $0 * size })
    }

    /// What the ranks have, one behind the other, on all.
    ///
    /// - Parameter ends: those of rank r are from `ends[r]` to `ends[r + 1]`.
    package func gathered<Value: BitwiseCopyable>(_ own: [Value], ends: [Int]) -> [Value] {
        precondition(own.count == ends[rank + 1] - ends[rank])
        return Array(unsafeUninitializedCapacity: ends.last!) { all, filled in
            filled = ends.last!
            guard let base = all.baseAddress else { return }
            own.withUnsafeBufferPointer { own in
                if let first = own.baseAddress { (base + ends[rank]).update(from: first, count: own.count) }
            }
            gather(base, ends: ends)
        }
    }
}
