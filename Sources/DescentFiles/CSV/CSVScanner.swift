#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Finds the fields of a CSV text by RFC 4180: quotes stand around whole fields, twice within them.
struct CSVScanner: @unchecked Sendable {
    let start: UnsafeRawPointer
    let end: UnsafeRawPointer
    let separator: UInt8
    var missingTexts = CSVMissingTexts()
    var hasDecimalCommas = false

    /// Bytes. A quote that does not close would otherwise take the rest of the file, and a file of something else be one field.
    static let longestField = 1 << 20

    struct Field {
        /// Without quotes around.
        let start: UnsafeRawPointer
        let end: UnsafeRawPointer
        let isQuoted: Bool
        /// Quotes within, each written twice.
        let hasEscapes: Bool
        /// The separator, line end or end of the text behind it.
        let next: UnsafeRawPointer

        var isEmpty: Bool { start == end }
        /// Its first byte, the quote where it has one.
        var place: UnsafeRawPointer { isQuoted ? start - 1 : start }
    }

    @inline(__always) func byte(_ place: UnsafeRawPointer) -> UInt8 { place.load(as: UInt8.self) }

    @inline(__always) static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

    /// Whether a separator, a line end or the end of the text is there.
    @inline(__always) func endsField(_ place: UnsafeRawPointer) -> Bool {
        if place == end { return true }
        let byte = byte(place)
        return byte == separator || Self.isLineEnd(byte)
    }

    /// Where the line after a line end begins.
    @inline(__always) func afterLineEnd(_ place: UnsafeRawPointer) -> UnsafeRawPointer {
        place + (byte(place) == 0x0d && place + 1 < end && byte(place + 1) == 0x0a ? 2 : 1)
    }

    /// Space around numbers.
    @inline(__always) func isBlank(_ place: UnsafeRawPointer) -> Bool {
        let byte = byte(place)
        return (byte == 0x20 || byte == 0x09) && byte != separator
    }

    /// The farthest place that a field from here on reaches.
    @inline(__always) func limit(from place: UnsafeRawPointer) -> UnsafeRawPointer {
        end - place <= Self.longestField ? end : place + Self.longestField
    }

    func fault(_ reason: String, at place: UnsafeRawPointer) -> CSVFault {
        CSVFault(offset: place - start, cause: .text(reason))
    }

    func field(at place: UnsafeRawPointer) throws(CSVFault) -> Field {
        let limit = limit(from: place)
        if place < end, byte(place) == 0x22 { return try quotedField(at: place, limit) }
        var last = place
        while !endsField(last) {
            if byte(last) == 0x22 { throw fault("a quote in a field that does not begin with one", at: last) }
            guard last < limit else { throw tooLong(place) }
            last += 1
        }
        return Field(start: place, end: last, isQuoted: false, hasEscapes: false, next: last)
    }

    private func quotedField(
        at place: UnsafeRawPointer, _ limit: UnsafeRawPointer
    ) throws(CSVFault) -> Field {
        var last = place + 1, hasEscapes = false
        while true {
            guard last < limit, let found = memchr(last, 0x22, limit - last) else {
                throw limit == end ? fault("a quote that nothing closes", at: place) : tooLong(place)
            }
            let quote = UnsafeRawPointer(found)
            guard quote + 1 < end, byte(quote + 1) == 0x22 else {
                guard endsField(quote + 1) else { throw fault("text behind a closing quote", at: quote + 1) }
                return Field(start: place + 1, end: quote, isQuoted: true, hasEscapes: hasEscapes, next: quote + 1)
            }
            hasEscapes = true
            last = quote + 2
        }
    }

    private func tooLong(_ place: UnsafeRawPointer) -> CSVFault {
        let hint = byte(place) == 0x22 ? "; does its quote close?" : ""
        return fault("a field of more than \(Self.longestField) bytes\(hint)", at: place)
    }

    /// The fields of one record, and where the next line begins.
    func record(
        at place: UnsafeRawPointer, most: Int, _ perform: (Field) throws(CSVFault) -> Void
    ) throws(CSVFault) -> (fields: Int, next: UnsafeRawPointer) {
        var place = place, count = 0
        while true {
            let field = try field(at: place)
            guard count < most else { throw fault("more than \(most) fields", at: field.place) }
            count += 1
            try perform(field)
            guard field.next < end else { return (count, end) }
            if byte(field.next) != separator { return (count, afterLineEnd(field.next)) }
            place = field.next + 1
        }
    }

    /// A field's bytes, quotes within as they are meant.
    func withBytes<R>(of field: Field, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let raw = UnsafeRawBufferPointer(start: field.start, count: field.end - field.start)
        guard field.hasEscapes else { return body(raw) }
        var plain: [UInt8] = [], wasQuote = false
        plain.reserveCapacity(raw.count)
        for byte in raw {
            wasQuote = byte == 0x22 && !wasQuote
            if !wasQuote { plain.append(byte) }
        }
        return plain.withUnsafeBytes(body)
    }

    /// A field as a text.
    func text(of field: Field) throws(CSVFault) -> String {
        let text = withBytes(of: field) { bytes in
            bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
        }
        guard let text else { throw illegalBytes(in: field) }
        return text
    }

    /// Where a field's text ceases to be one.
    private func illegalBytes(in field: Field) -> CSVFault {
        let raw = UnsafeRawBufferPointer(start: field.start, count: field.end - field.start)
        if let zero = raw.firstIndex(of: 0) {
            return fault("a NUL byte; is the text UTF-8?", at: field.start + zero)
        }
        return fault("bytes that are not UTF-8", at: field.place)
    }

    /// What stands in a field, for a message.
    func quoted(_ field: Field) -> String {
        withBytes(of: field) { bytes in
            let shown = String(decoding: bytes.prefix(40), as: UTF8.self)
            return bytes.count > 40 ? shown + "…" : shown
        }
    }
}
