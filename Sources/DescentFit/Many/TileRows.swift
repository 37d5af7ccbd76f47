internal import DescentAlgebra
internal import DescentSweep

/// What is derived of a member for some consecutive samples.
enum TileRows {
    /// How often each sample counts, times its own weight. `samples` are those of the data, which `weights` begin with.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    static func fill<Element: Scalar>(
        _ counts: Member.Counts, _ folds: Folds?, _ samples: Range<Int>, weights: UnsafePointer<Element>?,
        into row: UnsafeMutablePointer<Element>
    ) {
        switch counts {
        case .all: row.update(repeating: 1, count: samples.count)
        case .allBut(let fold): mark(folds!, samples, fold, inside: 0, outside: 1, row)
        case .only(let fold): mark(folds!, samples, fold, inside: 1, outside: 0, row)
        case .bootstrap(let seed, let replicate):
            BootstrapCounts(seed: seed, replicate: replicate).fill(samples, into: row)
        case .outOfBag(let seed, let replicate):
            BootstrapCounts(seed: seed, replicate: replicate).fillUndrawn(samples, into: row)
        }
        if let weights { TileKernels.multiply(samples.count, row, by: weights) }
    }

    @specialized(where Element == Double)
    @specialized(where Element == Float)
    private static func mark<Element: Scalar>(
        _ folds: Folds, _ samples: Range<Int>, _ fold: Int, inside: Element, outside: Element,
        _ row: UnsafeMutablePointer<Element>
    ) {
        let wanted = UInt16(fold), count = samples.count
        folds.ids.withUnsafeBufferPointer { ids in
            let ids = ids.baseAddress! + samples.lowerBound
            for j in 0..<count { row[j] = ids[j] == wanted ? inside : outside }
        }
    }

    /// 1 for one class, 0 for the rest.
    @specialized(where Element == Double)
    @specialized(where Element == Float)
    static func fill<Element: Scalar>(
        oneClass wanted: Int, of classes: UnsafePointer<Element>, count: Int, into row: UnsafeMutablePointer<Element>
    ) {
        let wanted = Element(wanted)
        for j in 0..<count { row[j] = classes[j] == wanted ? 1 : 0 }
    }
}
