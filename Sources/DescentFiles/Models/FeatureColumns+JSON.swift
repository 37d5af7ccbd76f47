extension FeatureColumns {
    /// `[{"name":"age","mean":34.5},{"name":"city","levels":["Berlin","Rome"],"omits_first":true}]`
    var json: JSON {
        .array(
            columns.map { column in
                let name = JSON.Member(key: "name", value: .string(column.name))
                switch column.kind {
                case .number(nil): return .object([name])
                // Swift's shortest form, which is JSON's for finite numbers.
                case .number(let mean?): return .object([name, JSON.Member(key: "mean", value: .number("\(mean)"))])
                case .levels(let levels, let omitsFirst):
                    return .object([
                        name, JSON.Member(key: "levels", value: .array(levels.map { .string($0) })),
                        JSON.Member(key: "omits_first", value: .boolean(omitsFirst)),
                    ])
                }
            })
    }

    /// - Parameter missingTexts: which have a place of their own in a model. Default none.
    /// - Throws: `notAModel`.
    init(_ json: JSON, missingTexts: [String] = [], path: String) throws(FileError) {
        func fault(_ reason: String) -> FileError { .notAModel(path: path, reason: reason) }
        guard let elements = json.elements else { throw fault("its feature_columns are no list") }
        var columns: [Column] = []
        for element in elements {
            guard let column = Self.column(element) else {
                throw fault("of its feature_columns, number \(columns.count + 1) is no column")
            }
            columns.append(column)
        }
        if let reason = Self.fault(in: columns) { throw fault(reason) }
        if let requirement = CSVMissingTexts.fault(in: missingTexts) {
            throw fault("its missing_texts are not \(requirement)")
        }
        self = try FeatureColumns(columns, missingTexts: missingTexts)
    }

    private static func column(_ json: JSON) -> Column? {
        guard case .object(let members) = json, let name = json["name"]?.text else { return nil }
        switch members.count {
        case 1: return Column(name, .number(mean: nil))
        case 2:
            guard case .number(let digits)? = json["mean"], let mean = Double(digits) else { return nil }
            return Column(name, .number(mean: mean))
        case 3:
            guard let levels = json["levels"]?.elements?.map(\.text), levels.allSatisfy({ $0 != nil }),
                case .boolean(let omitsFirst)? = json["omits_first"]
            else { return nil }
            return Column(name, .levels(levels.map { $0! }, omitsFirst: omitsFirst))
        default: return nil
        }
    }
}
