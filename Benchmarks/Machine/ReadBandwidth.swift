import Descent
import DescentSystem

/// The library's own measure of the speed limit, with an answer that shows it did the work.
extension ReadBandwidth {
    /// Many times the caches, or in a quick run just above them; where memory is short, a quarter of it.
    convenience init(isQuick: Bool) throws {
        try self.init(bytes: min((isQuick ? 64 : 256) << 20, max(8 << 20, (Memory.available ?? .max) / 4)))
    }

    /// Reads all once. Throws `wrongAnswer` where the sum shows that it did not.
    func checkedRead(threads: Int) throws {
        let sum = read(threads: threads), expected = Double(bytes / MemoryLayout<Double>.stride)
        guard sum == expected else {
            throw BenchError.wrongAnswer("memory that holds \(expected) ones has the sum \(sum)")
        }
    }
}
