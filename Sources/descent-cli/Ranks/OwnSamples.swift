internal import Descent
internal import DescentFiles

/// Of samples, those of a range.
private struct SampleRange<Element: Scalar>: SampleSource {
    let whole: any SampleSource<Element>
    let range: Range<Int>

    var features: Int { whole.features }
    var samples: Int { range.count }
    var layout: Matrix<Element>.Layout { whole.layout }
    var needsStaging: Bool { whole.needsStaging }

    func tile(
        _ wanted: Range<Int>, into staging: UnsafeMutableBufferPointer<Element>
    ) throws -> SampleBlock<Element> {
        try whole.tile(wanted.lowerBound + range.lowerBound..<wanted.upperBound + range.lowerBound, into: staging)
    }

    func confirm() throws { try whole.confirm() }
}

extension Ranks {
    /// The places of this rank's share of samples, in whole pieces: all, for one process.
    static func share(of samples: Int, piece: Int) -> Range<Int> {
        guard let all else { return 0..<samples }
        let pieces = (samples + piece - 1) / piece
        func start(_ rank: Int) -> Int { min(samples, rank * pieces / all.count * piece) }
        return start(all.rank)..<start(all.rank + 1)
    }

    /// Of samples, those of a range, if that is not all.
    static func own<Element: Scalar>(
        _ samples: any SampleSource<Element>, _ range: Range<Int>
    ) -> any SampleSource<Element> {
        all == nil ? samples : SampleRange(whole: samples, range: range)
    }

    /// The file of this rank's share: `p.npy` becomes `p-0.npy`, `p-1.npy` …, whose order is that of the samples.
    static func own(_ path: String) -> String {
        guard let all else { return path }
        let number = String(all.rank), width = String(all.count - 1).count
        let part = "-" + String(repeating: "0", count: width - number.count) + number
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path + part }
        return path[..<dot] + part + path[dot...]
    }
}
