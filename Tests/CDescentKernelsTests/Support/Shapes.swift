/// Sizes below, at and beyond the widths of every vector unit.
enum Shapes {
    static let lengths = [0, 1, 3, 7, 8, 9, 16, 17, 33, 130]

    static let tiles: [Tile] = [(1, 1), (3, 8), (7, 17), (8, 9), (9, 3), (17, 33), (33, 16), (1, 130), (130, 7)]
        .flatMap { features, count in
            [false, true].flatMap { featureMajor in
                [0, 5].map { Tile(features: features, count: count, featureMajor: featureMajor, gap: $0) }
            }
        }

    /// A tile of either layout whose stride may exceed its runs.
    struct Tile: Sendable {
        let features, count: Int
        let featureMajor: Bool
        let gap: Int

        var run: Int { featureMajor ? count : features }
        var stride: Int { run + gap }
        var size: Int { stride * (featureMajor ? features : count) }

        func place(_ feature: Int, _ sample: Int) -> Int {
            featureMajor ? feature * stride + sample : sample * stride + feature
        }
    }
}
