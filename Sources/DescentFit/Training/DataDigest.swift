internal import DescentAlgebra
internal import Synchronization
internal import DescentSweep

/// What tells data from others of the same shape: a number of all targets, weights and offsets and of what the survey found, the same on
/// any number of threads and ranks. Made when it is first asked for, in one pass over what is not X.
final class DataDigest: Sendable {
    private let known = Mutex<UInt64?>(nil)
    private let make: @Sendable () -> UInt64

    /// - Parameters:
    ///   - data: that a fit learns from.
    ///   - others: that it is checked on.
    init<Element: Scalar>(_ data: Dataset<Element>, _ others: Dataset<Element>?) {
        make = {
            var hash = NumberHash()
            data.add(to: &hash)
            others?.add(to: &hash)
            return hash.value
        }
    }

    var value: UInt64 {
        known.withLock { known in
            let value = known ?? make()
            known = value
            return value
        }
    }
}

/// A number of many, in their order: other numbers give another one, but for one case in 2⁶⁴. Each step can be undone, so a single change
/// never gets lost. A zero counts the same with either sign, since nothing that is computed from it differs.
struct NumberHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x9e37_79b9_7f4a_7c15
        value ^= value >> 32
    }

    mutating func add(_ number: Double) { add(number == 0 ? 0 : number.bitPattern) }

    /// The extents and the numbers, some at a time: a copy of all might be as large as X. By their bytes: a loop over generic numbers
    /// would take many times as long.
    mutating func add<Element: Scalar>(_ matrix: Matrix<Element>) {
        add(UInt64(matrix.rows))
        add(UInt64(matrix.columns))
        for columns in (0..<matrix.columns).pieces(of: 1 << 16) {
            matrix[columns: columns].values.withUnsafeBytes { bytes in
                if MemoryLayout<Element>.stride == 8 {
                    for place in stride(from: 0, to: bytes.count, by: 8) {
                        let word = bytes.load(fromByteOffset: place, as: UInt64.self)
                        add(word == 1 << 63 ? 0 : word)
                    }
                } else {
                    for place in stride(from: 0, to: bytes.count, by: 4) {
                        let word = bytes.load(fromByteOffset: place, as: UInt32.self)
                        add(word == 1 << 31 ? 0 : UInt64(word))
                    }
                }
            }
        }
    }
}

extension Dataset {
    fileprivate func add(to hash: inout NumberHash) {
        for numbers in [targets, weights, offsets] as [Matrix<Element>?] {
            if let numbers { hash.add(numbers) } else { hash.add(0 as UInt64) }
        }
        // Sums whose order is free may have other last digits the next time.
        let areSame = ranks?.ordersSums ?? true
        for feature in survey.features {
            hash.add(feature.minimum)
            hash.add(feature.maximum)
            guard areSame else { continue }
            hash.add(feature.mean)
            hash.add(feature.standardDeviation)
        }
    }
}
