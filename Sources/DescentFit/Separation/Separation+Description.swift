internal import DescentAlgebra
public import DescentSolvers
internal import DescentSweep

extension Separation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "the data are not separated"
        case .complete:
            "the data are separated completely: some combination of the features puts every sample on its side, and the"
                + " likelihood grows with its weight without end; a penalty gives finite weights"
        case .quasiComplete(let infinity):
            "the data are separated in part: "
                + (infinity.coefficients.count == 1
                    ? "one coefficient runs" : "\(infinity.coefficients.count) coefficients run")
                + " to infinity, and the samples that nothing separates, \(infinity.remaining.count), determine the others;"
                + " a penalty gives finite weights"
        case .undecided(let reason): reason
        }
    }
}

extension Separation.Coefficient.Place {
    /// Nil for a bias.
    func feature<Element>(in data: Dataset<Element>) -> Feature? {
        guard case .weight(let feature, _) = self else { return nil }
        return data.feature(feature)
    }
}

extension Separation {
    /// Whose weights run to infinity; none where all may.
    func features<Element>(in data: Dataset<Element>) -> [Feature] {
        guard case .quasiComplete(let infinity) = self else { return [] }
        var seen: Set<Feature> = []
        return infinity.coefficients.compactMap { $0.place.feature(in: data) }.filter { seen.insert($0).inserted }
    }
}
