internal import Descent
internal import DescentFiles

extension Ranks {
    /// The places of this rank's share of samples, in whole pieces: all, for one process.
    static func share(of samples: Int, piece: Int) -> Range<Int> {
        guard let all else { return 0..<samples }
        let ends = all.shares.ends(of: samples, inPiecesOf: piece)
        return ends[all.rank]..<ends[all.rank + 1]
    }

    /// Of samples, those of a range, if that is not all.
    static func own<Element: Scalar>(
        _ samples: any SampleSource<Element>, _ range: Range<Int>
    ) -> any SampleSource<Element> {
        all == nil ? samples : SampleRange(range, of: samples)
    }

    /// Numbers of samples, so many for each, of which every rank brings its share: all of them, on all ranks.
    ///
    /// - Throws: what any rank's share throws, on all.
    static func together<Element: Scalar>(
        _ samples: Int, size: Int, _ numbers: (Range<Int>) throws -> [Element]
    ) throws -> [Element] {
        guard let all else { return try numbers(0..<samples) }
        let own = try all.together { try numbers(all.shares.pieces(samples, of: all.rank)) }
        return all.gathered(own, ends: all.shares.ends(of: samples).map { $0 * size })
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
