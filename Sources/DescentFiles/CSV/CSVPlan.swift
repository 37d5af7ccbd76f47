/// What a field is for, by its column.
enum CSVRole: Sendable {
    case ignored
    /// A feature; `fill` stands for a missing one.
    case number(feature: Int, fill: Double?)
    /// Indicators from `feature` on, for the texts of a table.
    case level(table: Int, feature: Int, omitsFirst: Bool)
    case target
    /// A target that is a text of a table.
    case label(table: Int)
    case sampleWeight
    case offset
}

/// Texts of a column: known before, or collected from the file.
struct CSVTexts: Sendable {
    let column: Int
    /// In their order; nil until they are known.
    var texts: [String]? { didSet { levels = TextLevels(texts ?? []) } }
    /// Whether they come from the file.
    let isCollected: Bool
    private(set) var levels = TextLevels()
    /// Where labels are that are numbers, by their value.
    private(set) var byValue: [Double: Int] = [:]

    init(column: Int) { (self.column, isCollected) = (column, true) }

    init(column: Int, known: [String], matchingNumbers: Bool = false) {
        (self.column, isCollected) = (column, false)
        texts = known
        levels = TextLevels(known)
        guard matchingNumbers else { return }
        for (index, text) in known.enumerated() {
            if let value = Double(text), value.isFinite, byValue[value] == nil { byValue[value] = index }
        }
    }
}

/// Which columns of a file become what.
struct CSVPlan: Sendable {
    struct Source: Sendable {
        let column: Int
        let kind: Kind

        enum Kind: Sendable {
            case number(fill: Double?)
            case texts(table: Int, omitsFirst: Bool)
        }
    }

    let path: String
    let names: [String]
    private(set) var sources: [Source] = []
    private(set) var target: Int?
    private(set) var sampleWeights: Int?
    private(set) var offset: Int?
    /// Columns that are kept as they are, in the order asked for.
    private(set) var carried: [Int] = []
    var tables: [CSVTexts] = []
    /// The table of labels that the target goes through.
    var labelTable: Int?

    private let numbers: TextLevels
    private var taken: Set<Int> = []

    /// The plan that a header and the options make, before a value has been read.
    init(_ header: CSVHeader, _ options: CSVOptions, path: String) throws(FileError) {
        let texts = options.oneHot + options.contrasts
        try self.init(
            header, parts: options, beside: texts + (options.columns ?? []) + options.excluded, path: path)
        if let columns = options.columns, let other = texts.first(where: { !columns.contains($0) }) {
            throw .illegalOption(name: "a column of texts", value: other, requirement: "one of the columns")
        }
        var omitsFirst: [Int: Bool] = [:]
        for (index, name) in texts.enumerated() {
            let isSecond =
                omitsFirst.updateValue(index >= options.oneHot.count, forKey: numbers.index(of: name)!) != nil
            if isSecond { throw Self.partTwice("a column of texts", name) }
        }
        func add(_ column: Int) {
            if let omitsFirst = omitsFirst[column] {
                tables.append(CSVTexts(column: column))
                sources.append(Source(column: column, kind: .texts(table: tables.count - 1, omitsFirst: omitsFirst)))
            } else {
                sources.append(Source(column: column, kind: .number(fill: nil)))
            }
        }
        if let columns = options.columns {
            guard options.excluded.isEmpty else {
                throw .illegalOption(
                    name: "the excluded columns", value: "named", requirement: "left out where the columns are named")
            }
            for name in columns { add(try take(name, as: "a column")) }
        } else {
            for name in options.excluded { _ = try take(name, as: "an excluded column") }
            if let name = texts.first(where: { numbers.index(of: $0).map(taken.contains) ?? false }) {
                throw Self.partTwice("a column of texts", name)
            }
            for column in names.indices where !taken.contains(column) { add(column) }
        }
        guard !sources.isEmpty else { throw Self.noFeature(path) }
    }

    /// As a model's columns: by name, and where nothing is named in the file by position.
    init(_ header: CSVHeader, as columns: FeatureColumns, _ options: CSVOptions, path: String) throws(FileError) {
        guard options.columns == nil, options.excluded.isEmpty, options.oneHot.isEmpty, options.contrasts.isEmpty else {
            throw .illegalOption(
                name: "columns", value: "named", requirement: "those of the model, where they are given")
        }
        try self.init(
            header, parts: options, beside: options.hasHeader ? columns.columns.map(\.name) : [], path: path)
        let free = names.indices.filter { !taken.contains($0) }
        guard options.hasHeader || free.count == columns.columns.count else {
            throw .shape(
                path: path, found: [free.count],
                needed: "a model needs \(columns.columns.count) columns where no line names them")
        }
        for (index, column) in columns.columns.enumerated() {
            let place = options.hasHeader ? try take(column.name, as: "a column of the model") : free[index]
            switch column.kind {
            case .number(let mean): sources.append(Source(column: place, kind: .number(fill: mean)))
            case .levels(let levels, let omitsFirst):
                tables.append(CSVTexts(column: place, known: levels))
                sources.append(Source(column: place, kind: .texts(table: tables.count - 1, omitsFirst: omitsFirst)))
            }
        }
    }

    /// - Parameter others: names that are to be there beside those of the parts.
    private init(
        _ header: CSVHeader, parts options: CSVOptions, beside others: [String], path: String
    ) throws(FileError) {
        self.path = path
        names = header.names
        numbers = TextLevels(header.names)
        let parts = [options.target, options.sampleWeights, options.offset].compactMap { $0 }
        switch options.carried {
        case .none: break
        case .all: carried = Array(names.indices)
        case .columns(let wanted): carried = wanted.compactMap { numbers.index(of: $0) }
        }
        try header.require(parts + others + options.carried.names, path: path)
        target = try options.target.map { name throws(FileError) in try take(name, as: "the target") }
        sampleWeights = try options.sampleWeights.map { name throws(FileError) in
            try take(name, as: "the sample weights' column")
        }
        offset = try options.offset.map { name throws(FileError) in try take(name, as: "the offset's column") }
    }

    /// A column that is there, for one part.
    private mutating func take(_ name: String, as part: String) throws(FileError) -> Int {
        let column = numbers.index(of: name)!
        guard taken.insert(column).inserted else { throw Self.partTwice(part, name) }
        return column
    }

    private static func partTwice(_ part: String, _ name: String) -> FileError {
        .illegalOption(
            name: part, value: "\"\(name)\"", requirement: "the name of a column with one part: this one has two")
    }

    static func noFeature(_ path: String) -> FileError {
        .illegalText(path: path, line: 1, column: 1, reason: "no column is left for a feature")
    }
}

extension CSVPlan {
    /// Whether the first column is a feature that nobody has named or asked for.
    var firstIsUnasked: Bool {
        guard let first = sources.first, first.column == 0, case .number = first.kind else { return false }
        return sources.count > 1
    }

    /// Columns that become a feature each.
    var numberColumns: Set<Int> {
        Set(sources.compactMap { if case .number = $0.kind { $0.column } else { nil } })
    }

    /// Makes columns of numbers columns of two texts, of which the second is 1.
    mutating func answer(_ pairs: [Int: [String]]) {
        for index in sources.indices {
            let column = sources[index].column
            guard let pair = pairs[column] else { continue }
            tables.append(CSVTexts(column: column, known: pair))
            sources[index] = Source(column: column, kind: .texts(table: tables.count - 1, omitsFirst: true))
        }
    }

    /// Makes the first column, which numbers the rows, no feature.
    mutating func leaveOutFirst() { sources.removeFirst() }

    /// By column of the file; as far as texts are known.
    var roles: (roles: [CSVRole], features: Int) {
        var roles = [CSVRole](repeating: .ignored, count: names.count), feature = 0
        for source in sources {
            switch source.kind {
            case .number(let fill):
                roles[source.column] = .number(feature: feature, fill: fill)
                feature += 1
            case .texts(let table, let omitsFirst):
                roles[source.column] = .level(table: table, feature: feature, omitsFirst: omitsFirst)
                feature += max(0, tables[table].levels.count - (omitsFirst ? 1 : 0))
            }
        }
        if let target { roles[target] = labelTable.map { .label(table: $0) } ?? .target }
        if let sampleWeights { roles[sampleWeights] = .sampleWeight }
        if let offset { roles[offset] = .offset }
        return (roles, feature)
    }

    /// What a model keeps: with the means of columns, by their number, that have any.
    func featureColumns(means: [Int: Double], missingTexts: [String]) throws(FileError) -> FeatureColumns {
        var columns: [FeatureColumns.Column] = []
        for source in sources {
            let name = names[source.column]
            switch source.kind {
            case .number(let fill): columns.append(.init(name, .number(mean: fill ?? means[source.column])))
            case .texts(let table, let omitsFirst):
                columns.append(.init(name, .levels(tables[table].texts ?? [], omitsFirst: omitsFirst)))
            }
        }
        if let reason = FeatureColumns.fault(in: columns) { throw .notAModel(path: path, reason: reason) }
        return try FeatureColumns(columns, missingTexts: missingTexts)
    }
}
