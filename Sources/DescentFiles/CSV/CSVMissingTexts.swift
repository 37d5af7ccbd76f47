internal import Descent

/// Texts that somebody has said mean a missing value: a field that is one of them is as good as an empty one.
struct CSVMissingTexts: Sendable {
    private let texts: [[UInt8]]
    /// Those that are numbers, which in a column of numbers go by their value.
    private let numbers: [Double]

    init(_ texts: [String] = []) {
        self.texts = texts.map { Array($0.utf8) }
        numbers = texts.compactMap { Numbers.whole($0) }
    }

    var areNone: Bool { texts.isEmpty }
    var haveNumbers: Bool { !numbers.isEmpty }

    func contains(_ text: UnsafeRawBufferPointer) -> Bool { texts.contains { $0.elementsEqual(text) } }

    func contains<Element: Scalar>(_ number: Element) -> Bool { numbers.contains { Element($0) == number } }

    /// What is wrong with such texts, if anything.
    static func fault(in texts: [String]) -> String? {
        if texts.contains(where: { $0.isEmpty || $0.first == " " || $0.last == " " }) {
            return "texts without space around, and none of them empty"
        }
        if Set(texts).count < texts.count { return "texts of which none is there twice" }
        return texts.count > TextLevels.most ? "\(TextLevels.most) texts at most" : nil
    }
}
