/// Columns of a table and the features that they become: what a model keeps, so that new tables become the same features.
public struct FeatureColumns: Sendable, Hashable {
    /// A column of the table.
    public struct Column: Sendable, Hashable {
        /// What the table calls it.
        public let name: String
        /// Numbers, or texts and which they are.
        public let kind: Kind

        /// A column by its name. What is wrong with it `FeatureColumns` throws.
        public init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }

        /// How many features it becomes.
        public var featureCount: Int {
            switch kind {
            case .number: 1
            case .levels(let levels, let omitsFirst): levels.count - (omitsFirst ? 1 : 0)
            }
        }
    }

    /// What a column holds, and so what features it becomes.
    public enum Kind: Sendable, Hashable {
        /// A feature, with what stands for a missing value: the mean of the data that the model learned from. Nil where none was
        /// taken, and a missing value is an error.
        case number(mean: Double?)
        /// An indicator for each text, 1 where it is there and else 0; without one for the first, which is then where all are 0.
        case levels([String], omitsFirst: Bool)
    }

    /// In the order of their features.
    public private(set) var columns: [Column]

    /// Texts of the table that mean a missing value, beside the empty one.
    public let missingTexts: [String]

    /// - Parameters:
    ///   - columns: in the order of their features.
    ///   - missingTexts: that mean a missing value. Default none beside the empty one.
    /// - Throws: `notAModel` for columns without a feature, two of one name, a mean that is not finite, and levels that do not ascend by
    ///   their UTF-8 bytes, or are none, or more than 10 000; for a missing text that is empty, has space around or is there twice.
    public init(_ columns: [Column], missingTexts: [String] = []) throws(FileError) {
        if let reason = Self.fault(in: columns) { throw .notAModel(path: "the columns", reason: reason) }
        if let requirement = CSVMissingTexts.fault(in: missingTexts) {
            throw .notAModel(path: "the columns", reason: "missing values need \(requirement)")
        }
        self.columns = columns
        self.missingTexts = missingTexts
    }

    /// What the empty text, which stands for a missing one, is called among names of features.
    static let missingLevel = "(missing)"

    /// How many features they become.
    public var featureCount: Int { columns.reduce(0) { $0 + $1.featureCount } }

    /// The features that are indicators of a category's levels.
    public var indicators: [Int] {
        var places: [Int] = [], next = 0
        for column in columns {
            if case .levels = column.kind { places += next..<next + column.featureCount }
            next += column.featureCount
        }
        return places
    }

    /// Of a number its column's name, of a level both: `age`, `city=Berlin`.
    public var featureNames: [String] {
        columns.flatMap { column in
            switch column.kind {
            case .number: [column.name]
            case .levels(let levels, let omitsFirst):
                levels.dropFirst(omitsFirst ? 1 : 0).map { column.name + "=" + ($0.isEmpty ? Self.missingLevel : $0) }
            }
        }
    }

    /// The same, where a missing value is an error whatever was learned.
    package var withoutMeans: FeatureColumns {
        var result = self
        result.columns = columns.map { column in
            if case .number = column.kind { Column(column.name, .number(mean: nil)) } else { column }
        }
        return result
    }

    /// Bytes of all names together, which a short list of levels under a long name can make many of.
    private static let longestNames = Safetensors.longestHeader

    /// What is wrong with columns, if anything.
    static func fault(in columns: [Column]) -> String? {
        var names = TextLevels(), bytes = 0, features = 0
        for column in columns {
            guard names.insert(column.name).isNew else { return "two of its columns are called '\(column.name.shown)'" }
            features += column.featureCount
            switch column.kind {
            case .number(let mean):
                if let mean, !mean.isFinite { return "the mean of its column '\(column.name.shown)' is \(mean)" }
                bytes += column.name.utf8.count
            case .levels(let levels, _):
                guard (1...TextLevels.most).contains(levels.count) else {
                    return
                        "its column '\(column.name.shown)' has \(levels.count) levels, and not 1 to \(TextLevels.most)"
                }
                let ascend = zip(levels, levels.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                guard ascend else { return "the levels of its column '\(column.name.shown)' do not ascend" }
                bytes += levels.reduce(0) { $0 + $1.utf8.count + column.name.utf8.count + 1 }
            }
            guard bytes <= longestNames else { return "the names of its features have more than \(longestNames) bytes" }
        }
        return features > 0 ? nil : "its columns make no feature"
    }
}

extension FeatureColumns.Column: CustomStringConvertible {
    /// The name, with the mean for missing values or the levels: `age (where missing 38.5)`, `city: Berlin, Bonn`.
    public var description: String {
        switch kind {
        case .number(nil): name
        case .number(let mean?): "\(name) (where missing \(mean))"
        case .levels(let levels, let omitsFirst):
            "\(name): \(levels.map { $0.isEmpty ? FeatureColumns.missingLevel : $0 }.joined(separator: ", "))\(omitsFirst ? " (the first left out)" : "")"
        }
    }
}
