internal import DescentFiles

/// Words as values: what is wrong names the flag, the word and what would be right.
extension Arguments {
    /// A finite number.
    func number(_ name: Flag.Name, _ requirement: String = "a number", where isLegal: (Double) -> Bool = { _ in true })
        throws(Failure) -> Double?
    {
        guard let word = self[name] else { return nil }
        guard let value = Numbers.whole(word), isLegal(value) else { throw wrong(name, requirement) }
        return value
    }

    func count(_ name: Flag.Name, from least: Int = 1, to most: Int = .max) throws(Failure) -> Int? {
        guard let word = self[name] else { return nil }
        guard let value = Int(word), value >= least, value <= most else {
            let range = most == .max ? "from \(least) on" : "from \(least) to \(most)"
            throw wrong(name, "a whole number \(range)")
        }
        return value
    }

    /// One of a few words.
    func choice<Choice>(_ name: Flag.Name, of choices: [(word: String, Choice)]) throws(Failure) -> Choice? {
        guard let word = self[name] else { return nil }
        guard let choice = choices.first(where: { $0.word == word }) else {
            throw wrong(name, choices.map(\.word).joinedByOr)
        }
        return choice.1
    }

    /// Words between commas.
    func list(_ name: Flag.Name) throws(Failure) -> [String]? {
        guard let word = self[name] else { return nil }
        let words = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard words.allSatisfy({ !$0.isEmpty }) else { throw wrong(name, "words between commas") }
        return words
    }

    /// Rows of numbers: commas within one, semicolons between them.
    func rows(_ name: Flag.Name, _ meaning: String) throws(Failure) -> [[Double]]? {
        guard let word = self[name] else { return nil }
        var rows: [[Double]] = []
        for row in word.split(separator: ";", omittingEmptySubsequences: false) {
            var numbers: [Double] = []
            for text in row.split(separator: ",", omittingEmptySubsequences: false) {
                guard let number = Numbers.whole(String(text)) else { throw wrong(name, meaning) }
                numbers.append(number)
            }
            rows.append(numbers)
        }
        return rows
    }
}

extension [String] {
    /// a, b or c
    var joinedByOr: String {
        count < 2 ? first ?? "" : dropLast().joined(separator: ", ") + " or " + last!
    }
}
