internal import DescentAlgebra

/// The working set in the complement of what is fixed, as far as it does not vanish there.
struct SeparationHull {
    /// The rank of what was fixed.
    let rank: Int
    /// How many vectors of the working set have been seen.
    var seen = 0
    var vectors: [[DoubleDouble]] = []
    var rows: [RecessionRow?] = []
    var nearest: NearestPoint?

    init(rank: Int) { self.rank = rank }

    mutating func add(_ vector: [DoubleDouble], _ row: RecessionRow?, _ tolerance: Double) {
        vectors.append(vector)
        rows.append(row)
        if nearest == nil {
            nearest = NearestPoint([vector], tolerance: tolerance)
        } else {
            nearest!.append(vector)
        }
    }
}
