/// A problem as text, for the command and for other programs.
extension RandomProblem {
    /// In one line.
    var summary: String {
        var words = ["\(features.count)×\(samples)"]
        if isFloat { words.append("float") }
        if !hasBias { words.append("no bias") }
        if l1 > 0 { words.append("l1 \(l1.short)") }
        if l2 > 0 { words.append("l2 \(l2.short)") }
        if isPenalised && isOnDeviations { words.append("on deviations") }
        if truth != .unknown { words.append("\(truth)") }
        return "[" + (words + ingredients).joined(separator: ", ") + "]"
    }

    /// How the command would be called with the file that `csv` is.
    var command: String {
        var words = ["descent train seed\(seed).csv --target y --columns"]
        words.append(features.indices.map { "x\($0)" }.joined(separator: ","))
        switch neuron {
        case .huber(let delta): words.append("--activation identity --cost huber --delta \(delta)")
        case .absolute, .hinge: words.append("--activation identity --cost \(neuron.name)")
        default: words.append("--neuron \(neuron.name)")
        }
        if weights != nil { words.append("--sample-weights w") }
        if offsets != nil { words.append("--offset o0") }
        if !hasBias { words.append("--no-bias") }
        if l1 > 0 { words.append("--l1 \(l1)") }
        if l2 > 0 { words.append("--l2 \(l2)") }
        if isFloat { words.append("--precision float") }
        if isPenalised && isOnDeviations { words.append("# but penalised on deviations") }
        if neuron == .softmax && offsets != nil { words.append("# but an offset per output") }
        return words.joined(separator: " ")
    }

    /// A row per sample, numbers with all their digits.
    var csv: String {
        var names = features.indices.map { "x\($0)" }, columns = features
        names.append("y")
        columns.append(targets)
        if let weights {
            names.append("w")
            columns.append(weights)
        }
        for (k, row) in (offsets ?? []).enumerated() {
            names.append("o\(k)")
            columns.append(row)
        }
        let lines = (0..<samples).map { i in columns.map { "\($0[i])" }.joined(separator: ",") }
        return ([names.joined(separator: ",")] + lines).joined(separator: "\n")
    }
}
