/// What the columns of a CSV file are. Columns are named by the file's first line, or without one by their number from "1" on.
public struct CSVOptions: Sendable, Hashable {
    /// What to learn: a column of numbers, or of texts, which are classes. The first value that is there says which. Default none.
    public var target: String?
    /// What to learn from, in this order. Default all columns with no other part, in the file's order, but for a first one that has no
    /// name and numbers the rows from 0 or 1 on, as programs write it that keep an index. A column of the words TRUE and FALSE, or yes
    /// and no, is a contrast of these, so 1 for TRUE and yes.
    public var columns: [String]?
    /// Columns that are no features, where `columns` is not given. Default none.
    public var excluded: [String]
    /// A weight per sample. Default none.
    public var sampleWeights: String?
    /// What is added to the score of each sample. Default none.
    public var offset: String?
    /// What the target's values are called, the first of them class 0: as text, or where label and value are numbers, by value.
    /// Default the texts that there are, in the order of their UTF-8 bytes.
    public var labels: [String]?
    /// Columns of texts that become an indicator each, `city=Berlin`. Default none.
    public var oneHot: [String]
    /// The same without an indicator for the first level: beside a bias it would make the coefficients undetermined. Default none.
    public var contrasts: [String]
    /// Default `refuse`.
    public var missing: Missing
    /// Whether a missing text of a feature, an empty field or one of the words for it, is a level of its own: the empty text, which
    /// feature names call `(missing)`. New data for a model that has this level need not say so. Default false.
    public var missingIsLevel: Bool
    /// Texts that mean a missing value, as an empty field does, whatever becomes of these; of a column of numbers those that are numbers
    /// go by their value. The columns that a model keeps have them. Default none.
    public var missingTexts: [String]
    /// Whether the first line names the columns. Default true.
    public var hasHeader: Bool
    /// What the bytes of the file stand for. Default UTF-8.
    public var encoding = Encoding.utf8
    /// Files that are one table together, in their order, in place of the one that a reader is given the path of, which is what people call
    /// them then. Default none.
    package var files: [String] = []
    /// What is kept of the file as it is, to be written beside what is made of it. Default nothing.
    package var carried = Carried.none
    /// Between fields; an ASCII character such as `;` or a tab. Default a comma.
    public var separator: UInt8
    /// Whether decimals follow a comma, as in `3,14`, and no number has a point. Default false.
    public var hasDecimalCommas: Bool

    /// Defaults as the properties have them. Nothing is checked here: a file that is read by them throws `illegalOption`, or
    /// `noColumn` for a name that is not there.
    public init(
        target: String? = nil, columns: [String]? = nil, excluded: [String] = [], sampleWeights: String? = nil,
        offset: String? = nil, labels: [String]? = nil, oneHot: [String] = [], contrasts: [String] = [],
        missing: Missing = .refuse,
        missingIsLevel: Bool = false, missingTexts: [String] = [], hasHeader: Bool = true,
        separator: UInt8 = UInt8(ascii: ","), hasDecimalCommas: Bool = false
    ) {
        self.target = target
        self.columns = columns
        self.excluded = excluded
        self.sampleWeights = sampleWeights
        self.offset = offset
        self.labels = labels
        self.oneHot = oneHot
        self.contrasts = contrasts
        self.missing = missing
        self.missingIsLevel = missingIsLevel
        self.missingTexts = missingTexts
        self.hasHeader = hasHeader
        self.separator = separator
        self.hasDecimalCommas = hasDecimalCommas
    }

    /// What becomes of missing values. An empty field is one. Under `drop` and `mean` so are the words NA, N/A, n/a, NaN, nan, null and
    /// NULL; as targets that are texts, always.
    public enum Missing: String, Sendable, Hashable, CaseIterable {
        /// They are errors.
        case refuse
        /// A row with one in a column that is used is left out, and counted.
        case drop
        /// A feature's is the mean of those that are there. One anywhere else, texts included, is an error.
        case mean
    }

    /// Columns that are kept as texts, whatever else they are.
    package enum Carried: Sendable, Hashable {
        case none, all
        case columns([String])
    }

    /// A line of more is no list of columns.
    package static let mostColumns = 1 << 20

    /// What is missing beside an empty field, but not under `refuse`.
    package static let missingWords = ["NA", "N/A", "n/a", "NaN", "nan", "null", "NULL"]

    /// - Throws: `illegalOption`.
    func check() throws(FileError) {
        let isNumberOrWord =
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(separator)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(separator | 0x20)
            || [UInt8(ascii: "\""), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(separator)
        guard separator == 0x09 || (0x20..<0x7f).contains(separator), !isNumberOrWord else {
            throw .illegalOption(
                name: "the separator", value: "byte \(separator)",
                requirement: "an ASCII character that is no part of a number or word, such as ; or a tab")
        }
        guard !hasDecimalCommas || separator != UInt8(ascii: ",") else {
            throw .illegalOption(
                name: "the separator", value: "a comma", requirement: "another where decimals follow a comma, such as ;"
            )
        }
        if let requirement = CSVMissingTexts.fault(in: missingTexts) {
            throw .illegalOption(name: "the missing texts", value: "\(missingTexts)", requirement: requirement)
        }
        if let labels {
            guard labels.count >= 2, Set(labels).count == labels.count, labels.count <= TextLevels.most else {
                throw .illegalOption(
                    name: "labels", value: "\(labels)", requirement: "2 to \(TextLevels.most), none twice")
            }
            guard target != nil else {
                throw .illegalOption(name: "labels", value: "\(labels)", requirement: "with a target")
            }
        }
    }
}

/// The missing values of a CSV file.
public struct MissingValues: Sendable, Hashable {
    /// A column with missing values.
    public struct Column: Sendable, Hashable {
        /// As the file's first line has it; without such a line its number, from "1" on.
        public let name: String
        /// How many are missing in it, those of rows that are left out included; at least 1.
        public let count: Int
    }

    /// Columns that have any, in the file's order.
    public let columns: [Column]
    /// Rows that are left out for theirs, by their number from 0 on, blank lines not counted.
    public let rows: [Int]
    /// How many rows are left out.
    public var rowsDropped: Int { rows.count }
}
