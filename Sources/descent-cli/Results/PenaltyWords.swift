internal import Descent
internal import DescentFiles

extension Penalty {
    /// What was penalised, for people: `l2 0.1 of weights per standard deviation, of race=1, race=2 as they are`. Nil where nothing
    /// was.
    func words(_ names: Names) -> String? {
        guard !isNone else { return nil }
        let parts = [("l1", l1), ("l2", l2)].filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        guard units != .raw else { return "\(parts) of weights as they are" }
        let raw = units.exceptions.map(names.feature), shown = raw.prefix(5).joined(separator: ", ")
        let rest = raw.count > 5 ? ", … \(raw.count) in all" : ""
        return "\(parts) of weights per standard deviation" + (raw.isEmpty ? "" : ", of \(shown)\(rest) as they are")
    }
}
