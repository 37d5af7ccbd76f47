internal import Descent
internal import DescentFiles

/// A cross-validation as it is told.
struct ChoiceResult<Element: Scalar> {
    let found: CrossValidated<Element>
    /// Nil where nobody asked for one.
    let threshold: ChosenThreshold?
    /// Of all samples, with the best penalty.
    let fit: FitResult<Element>

    var table: String {
        var rows = [["penalty", "\(found.metric)", "± s.e.", ""]]
        for (index, point) in found.points.enumerated() {
            let isSimplest = point.penalty == found.simplest.penalty
            rows.append([
                point.penalty.strength.text(digits: 4), point.value.text(digits: 5),
                point.standardError.text(digits: 2),
                index == found.bestIndex ? "best" : isSimplest ? "within one standard error" : "",
            ])
        }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max()! }
        let lines = rows.map { row in
            let cells = (0..<3).map { String(repeating: " ", count: widths[$0] - row[$0].count) + row[$0] }
            return cells.joined(separator: "  ") + (row[3].isEmpty ? "" : "  " + row[3])
        }
        let weights = fit.fit.layer.weights.values, kept = weights.count { $0 != 0 }
        let chosen = threshold.map { [$0.text(fit.names.label(1))] } ?? []
        return
            (lines + [""] + chosen + [
                "with the \(found.choice == .best ? "best" : "simplest") on all data: \(kept) of \(weights.count) weights are not 0",
                fit.report,
            ]).joined(separator: "\n")
    }

    var json: JSON {
        let points = found.points.map { point in
            JSON.object([
                ("l1", .number(point.penalty.l1)), ("l2", .number(point.penalty.l2)), ("value", .number(point.value)),
                ("standardError", .number(point.standardError)),
            ])
        }
        return .told([
            ("metric", .string("\(found.metric)")), ("points", .array(points)), ("best", .integer(found.bestIndex)),
            ("penaltyOn", .string(found.best.penalty.units.words)), ("choice", .string("\(found.choice)")),
            ("bestIsAtEnd", found.endOfBest.map { .string($0.word) } ?? .null),
            ("simplest", .integer(found.simplestIndex)), ("reads", .number(found.reads)),
            ("seconds", .number(found.seconds)), ("threshold", threshold?.json ?? .null),
            ("fit", .object(fit.members)),
        ])
    }
}
