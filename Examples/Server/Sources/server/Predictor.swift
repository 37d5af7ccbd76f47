import Descent
import DescentFiles

/// A model that answers questions of names and texts. It is a value that
/// never changes, so any number of tasks may ask it at once.
struct Predictor: Sendable {
    let model: Model<Double>
    let terms: LearnedTerms

    /// Throws where the file is damaged, and where the model was not
    /// trained by a formula: then it knows features, and no columns.
    init(_ path: String) throws {
        model = try Model<Double>(path)
        guard let terms = model.terms else { throw Refusal.hasNoFormula }
        self.terms = terms
    }

    /// The prediction for one row of the table that was learned from.
    func answer(_ row: [String: String]) throws -> Double {
        let columns = row.values.map { text in
            if let number = Double(text), number.isFinite {
                Table.Column.numbers([number])
            } else {
                Table.Column.texts([text])
            }
        }
        let table = try Table(names: Array(row.keys), columns: columns)
        let samples = try terms.samples(of: table)
        return try model.layer.predict(samples: samples, threads: 1)[0, 0]
    }
}

enum Refusal: Error, CustomStringConvertible {
    case hasNoFormula

    var description: String { "the model has no formula" }
}
