internal import DescentAlgebra
internal import DescentSweep

/// The face that a fit points at: the samples whose margins stay finite while those of the others grow. Near the end of a
/// fit the loss is flat along what separates and along nothing else, so a gap among the pivots of its Hessian shows the
/// frame; samples without a share in it make up the face.
struct FaceSearch<Element: Scalar> {
    let coordinates: RecessionCoordinates
    let kind: Recession
    let output: Int
    let tolerance: Double
    let data: Dataset<Element>
    let grant: ThreadBudget.Grant
    private(set) var passes = 0

    init(
        coordinates: RecessionCoordinates, kind: Recession, output: Int, tolerance: Double,
        data: Dataset<Element>, grant: ThreadBudget.Grant
    ) {
        self.coordinates = coordinates
        self.kind = kind
        self.output = output
        self.tolerance = tolerance
        self.data = data
        self.grant = grant
    }

    /// Newton's steps where the loss bends in all directions.
    private static var firstRounds: Int { 3 }
    /// Rounds in which the frame of a face is made exact; each squares what is wrong, so that more help nothing.
    private static var rounds: Int { 6 }
    /// What is left of a sample outside the frame's complement while the frame is rough, and when it is not.
    private static var roughCut: Double { 0x1p-8 }
    private static var fineCut: Double { 0x1p-30 }

    /// A frame that all directions of the cone lie in, with proof; of no vectors where the data are not separated. Nil
    /// where the point is not near enough to where a fit ends.
    mutating func frame(at point: [Double]) throws(DescentError) -> Frame? {
        let query = FaceQuery(coordinates, kind: kind, at: point), all = try engine(query)
        var flat: (columns: [Int], frame: Frame)?
        for round in 0..<Self.firstRounds {
            let system = try pass(all)
            if system.proves(frame: query.frame, tolerance: tolerance) { return query.frame }
            flat = system.flat()
            guard flat == nil, round + 1 < Self.firstRounds, let step = system.step(frame: query.frame) else { break }
            for i in step.indices { query.point[i] += step[i] }
        }
        guard let (columns, frame) = flat else { return nil }
        query.frame = frame
        query.cut = Self.roughCut
        let rest = try engine(query)
        for round in 0..<Self.rounds {
            let system = try pass(rest)
            if round > 0, system.share <= tolerance / 8, system.proves(frame: query.frame, tolerance: tolerance) {
                return query.frame
            }
            guard system.samples > 0, let refined = system.refined(query.frame, columns: columns),
                let step = system.step(frame: query.frame)
            else { return nil }
            query.frame = refined
            query.cut = round == 0 ? Self.roughCut : Self.fineCut
            for i in step.indices { query.point[i] += step[i] }
        }
        return nil
    }

    private func engine(_ query: FaceQuery) throws(DescentError) -> SweepEngine<FaceReduction<Element>> {
        let reduction = try FaceReduction<Element>(query, output: output)
        let plan = data.plan(
            partialCount: reduction.partialCount, minimumSamples: Gram<Element>.minimumSamples)
        return try SweepEngine(reduction, over: data.feed(), plan: plan, grant: grant)
    }

    private mutating func pass(_ engine: SweepEngine<FaceReduction<Element>>) throws(DescentError) -> FaceSystem {
        passes += 1
        return try engine.run { FaceSystem($0, of: engine.reduction) }
    }
}
