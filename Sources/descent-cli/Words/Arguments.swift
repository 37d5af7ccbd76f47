/// The words of a command line, checked against the table of flags.
struct Arguments: Sendable {
    let command: Subcommand
    private let values: [Flag.Name: String]
    let operands: [String]

    init(_ command: Subcommand, _ words: some Sequence<String>) throws(Failure) {
        var values: [Flag.Name: String] = [:], operands: [String] = []
        var words = Array(words)[...]
        var onlyOperands = false
        while let word = words.popFirst() {
            if onlyOperands || !word.hasPrefix("-") || word == "-" {
                operands.append(word)
                continue
            }
            if word == "--" {
                onlyOperands = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let flag = Flag.named(parts[0], of: command) else { throw Self.unknown(parts[0], command) }
            guard values[flag.name] == nil else { throw .usage("\(flag.name.typed) is given twice", command) }
            guard let kind = flag.value else {
                guard parts.count == 1 else {
                    throw .usage("\(flag.name.typed) takes no value, but has '\(parts[1].shown)'", command)
                }
                values[flag.name] = ""
                continue
            }
            // Negative numbers begin with a dash; other flags with two.
            let value =
                parts.count > 1 ? parts[1] : words.first.map { $0.hasPrefix("--") } == false ? words.popFirst() : nil
            guard let value, !value.isEmpty else { throw .usage("\(flag.name.typed) needs a value: \(kind)", command) }
            values[flag.name] = value
        }
        guard operands.count <= command.mostOperands else {
            throw .usage("'\(operands[command.mostOperands].shown)' is one word too many", command)
        }
        (self.command, self.values, self.operands) = (command, values, operands)
    }

    subscript(name: Flag.Name) -> String? { values[name] }
    func has(_ name: Flag.Name) -> Bool { values[name] != nil }

    func wrong(_ name: Flag.Name, _ requirement: String) -> Failure {
        .usage("\(name.typed) needs \(requirement), but got '\((self[name] ?? "").shown)'", command)
    }

    /// - Throws: `usage` where it is not there.
    func required(_ name: Flag.Name, _ meaning: String) throws(Failure) -> String {
        guard let word = self[name] else {
            throw .usage("\(command.rawValue) needs \(name.typed), \(meaning)", command)
        }
        return word
    }

    private static func unknown(_ word: String, _ command: Subcommand) -> Failure {
        let others = Subcommand.allCases.filter { $0 != command && Flag.named(word, of: $0) != nil }
        if let other = others.first { return .usage("\(word.shown) belongs to \(other.rawValue)", command) }
        let names = Flag.all(of: command).map(\.name.typed)
        let nearest = names.min { word.distance(to: $0) < word.distance(to: $1) }
        let hint = nearest.flatMap { word.distance(to: $0) <= 2 ? "; is it \($0)?" : nil } ?? ""
        return .usage("unknown option '\(word.shown)'\(hint)", command)
    }
}

extension String {
    /// Letters to add, remove or change to come from one word to the other.
    fileprivate func distance(to other: String) -> Int {
        let mine = Array(unicodeScalars.prefix(64)), theirs = Array(other.unicodeScalars)
        var row = Array(0...theirs.count)
        for (i, letter) in mine.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, their) in theirs.enumerated() {
                let change = diagonal + (letter == their ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[theirs.count]
    }
}
