@testable import DescentFiles

/// The records of a CSV text as texts, by the scanner that reads numbers.
enum CSVTexts {
    static func records(_ path: String, separator: UInt8 = UInt8(ascii: ",")) throws -> [[String]] {
        let text = try TextBytes(path, .copied)
        let scanner = CSVScanner(start: text.start, end: text.end, separator: separator)
        var records: [[String]] = [], place = text.start
        do {
            while place < text.end {
                var record: [String] = []
                place = try scanner.record(at: place, most: records.first?.count ?? 1 << 20) { field throws(CSVFault) in
                    record.append(try scanner.text(of: field))
                }.next
                if record.count < records.first?.count ?? 0 {
                    throw scanner.fault("\(record.count) fields", at: place)
                }
                records.append(record)
            }
        } catch let fault as CSVFault { throw text.error(fault, names: []) }
        return records
    }
}
