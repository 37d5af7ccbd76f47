internal import DescentFiles

extension CSVOptions {
    /// - Parameter path: of the file, whose name may say what is between its fields, or that its first line does.
    init(_ arguments: Arguments, path: String) throws(Failure) {
        self.init()
        target = arguments[.target]
        columns = try arguments.list(.columns)
        excluded = try arguments.list(.exclude) ?? []
        if columns != nil, arguments.has(.exclude) {
            throw .usage("--columns and --exclude are two answers to one question: give one", arguments.command)
        }
        oneHot = try arguments.list(.oneHot) ?? []
        contrasts = try arguments.list(.contrast) ?? []
        // Of a model's samples, see `ModelUse`.
        if ![.predict, .evaluate].contains(arguments.command) {
            missing = try arguments.choice(.missing, of: Missing.allCases.map { ($0.rawValue, $0) }) ?? .refuse
        }
        missingIsLevel = arguments.has(.missingLevel)
        if let names = try arguments.list(.carry) {
            guard Set(names).count == names.count else { throw arguments.wrong(.carry, "each column once, or all") }
            carried = names == ["all"] ? .all : .columns(names)
        }
        hasHeader = !arguments.has(.noHeader)
        missingTexts = try arguments.list(.na) ?? []
        if Set(missingTexts).count < missingTexts.count { throw arguments.wrong(.na, "each text once") }
        hasDecimalCommas = try arguments.choice(.decimal, of: [(".", false), (",", true)]) ?? false
        encoding = try arguments.choice(.encoding, of: Encoding.allCases.map { ($0.rawValue, $0) }) ?? .utf8
        let name = FilePaths.withoutPacking(path.lowercased())
        separator = name.hasSuffix(".tsv") ? 0x09 : UInt8(ascii: hasDecimalCommas ? ";" : ",")
        if name.hasSuffix(".txt"), !arguments.has(.separator) {
            separator = CSVSeparator.found(in: path, hasDecimalCommas: hasDecimalCommas, encoding: encoding)
        }
        if let word = arguments[.separator] {
            let bytes = Array((word == "tab" || word == "\\t" ? "\t" : word).utf8)
            guard bytes.count == 1 else { throw arguments.wrong(.separator, "one character, or tab") }
            separator = bytes[0]
        }
        if hasDecimalCommas, separator == UInt8(ascii: ",") {
            throw .usage(
                "a comma cannot stand between fields and before decimals: --decimal , needs another --separator, such as ';'",
                arguments.command)
        }
    }
}
