internal import Descent
internal import DescentFiles

/// How things are called that a fit or a model is about: beside its numbers, all that people have said of them.
struct Names: Sendable {
    /// Of features; nil where nobody named them.
    let features: [String]?
    /// Of what each feature was made of, such as the column of its texts; nil where it was no table.
    let terms: [String]?
    /// That said which terms there are; nil where there is none.
    let formula: String?
    /// Of the classes of a softmax in their order, of a neuron of one output class 0 and class 1; nil where nobody named them.
    let classes: [String]?
    /// Of the column of the targets; nil where they are none, or nobody said which.
    let target: String?

    init(
        features: [String]?, columns: FeatureColumns?, terms: LearnedTerms?, classes: [String]?, target: String?
    ) {
        self.features = features
        self.terms =
            columns?.columns.flatMap { Array(repeating: $0.name, count: $0.featureCount) } ?? terms?.termOfFeatures
        formula = terms?.formula
        self.classes = classes
        self.target = target
    }

    /// What features are made of, each with those that it makes; of features that follow each other.
    var termsOfFeatures: [Statistics.TermOfFeatures] {
        guard let terms else { return [] }
        var found: [Statistics.TermOfFeatures] = [], first = 0
        for place in terms.indices where place + 1 == terms.count || terms[place + 1] != terms[place] {
            found.append(Statistics.TermOfFeatures(terms[place], first..<place + 1))
            first = place + 1
        }
        return found
    }

    func feature(_ index: Int) -> String { features?[index] ?? "feature \(index)" }

    /// Of a class, by its number where it has no name.
    func label(_ index: Int) -> String {
        classes.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? "\(index)"
    }

    /// Of one output beside others: its class, or else its place.
    func output(_ index: Int, of neuron: any Neuron) -> String {
        neuron.coupling == .independent ? "output \(index)" : label(index)
    }
}

extension Samples {
    /// - Parameter classes: what a neuron's classes are called.
    func names(classes: [String]?) -> Names {
        Names(
            features: names, columns: columns, terms: terms, classes: classes,
            target: input.kind == .csv ? terms?.response?.name ?? input.csv.target : nil)
    }
}
