import TestSupport

/// Data sets of the literature, from the corpora, as numbers: one sample after the other.
enum PublicSeparationCases {
    static let areThere = Corpora.has("separation/endometrial.csv")

    /// Cancer of the endometrium: NV PI EH HG (Heinze and Schemper, 2002, Statistics in Medicine 21).
    static let endometrial = rows("endometrial").map { $0.map { Double($0)! } }

    /// Perch heights and diameters of two species of lizards: grahami opalinus ≥5ft >2in sunny midday late (Schoener, 1970).
    static let lizards = rows("lizards").map { words -> [Double] in
        let isOne = [
            words[2] == ">=5ft", words[3] == ">2in", words[4] == "sunny", words[5] == "midday", words[5] == "late",
        ]
        return words.prefix(2).map { Double($0)! } + isOne.map { $0 ? 1 : 0 }
    }

    /// General health questionnaires: scores of those who are cases, and of those who are not (Silvapulle, 1981).
    static let cases = scores(of: "1.0")
    static let others = scores(of: "0.0")

    private static func scores(of label: String) -> [Double] {
        rows("silvapulle1981").filter { $0[0] == label }.map { Double($0[1])! }
    }

    private static func rows(_ name: String) -> [[String]] {
        let lines = ((try? Corpora.text("separation/\(name).csv")) ?? "").split(whereSeparator: \.isNewline)
        return lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
    }
}
