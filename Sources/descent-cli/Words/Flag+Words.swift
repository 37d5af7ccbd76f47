internal import Descent

/// What a shell may complete after a flag.
extension Flag {
    /// The words of which its value is one, or may be one; empty where it is a number, a column or a file.
    var words: [String] {
        switch name {
        case .neuron: NeuronSettings.names
        case .activation: NeuronSettings.activationNames
        case .cost: NeuronSettings.costNames
        case .solver: DescentSettings.solverNames
        case .metric: Metric.all.map(\.name)
        default: takesFile ? [] : alternatives
        }
    }

    /// Of a value such as `refuse|drop|mean`, or `A,B,…|all`, in which some alternatives are examples.
    private var alternatives: [String] {
        let parts = (value ?? "").split(separator: "|").map(String.init)
        return parts.count < 2 ? [] : parts.filter { !$0.contains("=") && !$0.contains("…") }
    }

    /// Whether the value is, or may be, the path of a file.
    var takesFile: Bool {
        guard let value else { return false }
        return value.hasPrefix("FILE") || value.contains("p.csv") || name == .sampleWeights || name == .offset
    }

    /// The first sentence of the help, short enough for a list: what stands before the details.
    var summary: String {
        let end = help.firstIndex { $0 == ";" || $0 == ":" } ?? help.endIndex
        var line = String(help[..<end])
        if line.count > 72 { line = line.split(separator: ",").first.map(String.init) ?? line }
        return line.count > 72 ? String(line.prefix(71)) + "…" : line
    }
}

extension Subcommand {
    /// What a word that is no flag may be.
    var operandWords: [String] { self == .completions ? Shell.allCases.map(\.rawValue) : [] }
    var takesFiles: Bool { mostOperands > 0 && operandWords.isEmpty }
}
