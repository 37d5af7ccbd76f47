internal import Descent

/// What weights are measured in before they are penalised.
enum PenaltyUnits: String, CaseIterable, Sendable {
    case deviations, raw

    static func asked(_ arguments: Arguments) throws(Failure) -> PenaltyUnits? {
        try arguments.choice(.penaltyOn, of: allCases.map { ($0.rawValue, $0) })
    }
}

extension PenaltyUnits? {
    /// Of features of which some are indicators of a category's levels: those are raw unless somebody said otherwise, since by its
    /// deviation the weight of a level that few samples have would hardly be held back.
    func units(indicators: [Int]) -> Penalty.Units {
        switch self {
        case .raw: .raw
        case .deviations: .deviations
        case nil: .deviations(except: indicators)
        }
    }
}
