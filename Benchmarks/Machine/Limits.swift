import Descent
import DescentFiles

/// What the machine can do at best, measured in the same run as everything else.
struct Limits {
    let threads: Int
    /// Bytes per second.
    let readOne: Double
    let readAll: Double
    /// Floating-point operations per second, by all threads.
    let peakDouble: Double
    let peakFloat: Double

    init(_ reading: ReadBandwidth, threads: Int) throws {
        self.threads = threads
        readOne = reading.measure(threads: 1)
        readAll = threads == 1 ? readOne : reading.measure(threads: threads)
        peakDouble = try ProductPeak.measure(Double.self, threads: threads)
        peakFloat = try ProductPeak.measure(Float.self, threads: threads)
    }

    func peak(_ precision: Precision) -> Double { precision == .double ? peakDouble : peakFloat }

    var context: [(String, JSON)] {
        [
            ("readBytesPerSecondOneThread", .number(readOne)), ("readBytesPerSecond", .number(readAll)),
            ("gemmFlopsDouble", .number(peakDouble)), ("gemmFlopsFloat", .number(peakFloat)),
        ]
    }
}
