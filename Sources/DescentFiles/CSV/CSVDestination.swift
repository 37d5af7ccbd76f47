#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
internal import Descent

/// Memory that samples go to, written by several threads, each its own rows.
final class CSVDestination<Element: Scalar>: @unchecked Sendable {
    let features: Int
    let X: UnsafeMutablePointer<Element>
    let y: UnsafeMutablePointer<Element>
    let sampleWeights: UnsafeMutablePointer<Element>
    let offsets: UnsafeMutablePointer<Element>
    private var ownsX = true

    /// Nil where the system has no memory for it. Nothing is written, so that pages come when threads first write them.
    init?(rows: Int, features: Int) {
        func memory(_ count: Int) -> UnsafeMutablePointer<Element>? {
            var raw: UnsafeMutableRawPointer?
            guard posix_memalign(&raw, 64, max(1, count) * MemoryLayout<Element>.stride) == 0 else { return nil }
            return raw?.bindMemory(to: Element.self, capacity: count)
        }
        guard let X = memory(rows * features) else { return nil }
        guard let others = memory(3 * rows) else {
            free(X)
            return nil
        }
        (self.features, self.X, y) = (features, X, others)
        (sampleWeights, offsets) = (others + rows, others + 2 * rows)
    }

    deinit {
        if ownsX { free(X) }
        free(y)
    }

    /// Moves blocks of rows together: from these starts, so many each.
    func compact(_ blocks: [(start: Int, count: Int)]) -> Int {
        var kept = 0
        for block in blocks {
            if block.start != kept {
                (X + kept * features).update(from: X + block.start * features, count: block.count * features)
                for values in [y, sampleWeights, offsets] {
                    (values + kept).update(from: values + block.start, count: block.count)
                }
            }
            kept += block.count
        }
        return kept
    }

    /// The samples as a matrix, to which the memory goes over.
    func matrix(rows: Int) throws(DescentError) -> Matrix<Element> {
        let matrix = try Matrix(adopting: X, rows: features, columns: rows) { free($0) }
        ownsX = false
        return matrix
    }
}
