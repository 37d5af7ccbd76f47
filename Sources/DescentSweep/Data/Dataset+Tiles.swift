internal import DescentAlgebra

/// The one way from data to their tiles: how they are cut, and what from.
extension Dataset {
    /// - Parameters:
    ///   - outputs: rows of numbers per sample that the reduction has beside the features.
    ///   - isStaged: whether tiles are copied, centred and scaled.
    ///   - partialCount: of the reduction.
    ///   - minimumSamples: the narrowest tile that suits the reduction.
    ///   - mayReadTwice: see `Plan`, also for the next.
    package func plan(
        outputs: Int = 1, isStaged: Bool = false, partialCount: Int, minimumSamples: Int = Plan.minimumTileSamples,
        mayReadTwice: Bool = false, widestFused: Int? = nil
    ) -> Plan {
        Plan(
            of: Element.self, features: featureCount, samples: sampleCount, outputs: outputs, layout: source.layout,
            isStaged: isStaged, partialBytes: partialCount * MemoryLayout<Double>.stride,
            minimumSamples: minimumSamples,
            mayReadTwice: mayReadTwice, widestFused: widestFused)
    }

    /// - Parameters:
    ///   - staging: what tiles are copied by; nil for samples as they are.
    ///   - cancellation: asked before every tile.
    package func feed(staging: StagedCopy<Element>? = nil, cancellation: Cancellation? = .current) -> TileFeed<Element>
    {
        TileFeed(
            source: source, targets: targets, weights: weights, offsets: offsets, staging: staging, ranks: ranks,
            cancellation: cancellation)
    }
}
