/// Names of files are bytes, which need not be text, and a `String` holds text only. So a name that comes from the system has a
/// private character in place of every byte that is no UTF-8, and whoever calls the system makes the bytes of it again. A name that
/// has one of these characters has its bytes replaced as well, so that no two names become one.
package enum PathBytes {
    private static let first: UInt32 = 0x10_FF80
    private static let last: UInt32 = 0x10_FFFF

    /// The byte from 0x80 on that a character stands for; nil for any other character.
    package static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        (first...last).contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
    }

    fileprivate static func standIn(for byte: UInt8) -> Unicode.Scalar {
        Unicode.Scalar(first + UInt32(byte & 0x7F))!
    }
}

extension String {
    /// A name that the system gives.
    package init(path bytes: some Collection<UInt8>) {
        var parser = Unicode.UTF8.ForwardParser(), rest = bytes.makeIterator(), place = bytes.startIndex
        var text = ""
        func standIns(_ count: Int) {
            let end = bytes.index(place, offsetBy: count)
            for byte in bytes[place..<end] { text.unicodeScalars.append(PathBytes.standIn(for: byte)) }
            place = end
        }
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                guard PathBytes.byte(of: scalar) == nil else {
                    standIns(encoded.count)
                    continue
                }
                text.unicodeScalars.append(scalar)
                place = bytes.index(place, offsetBy: encoded.count)
            case .error(let length): standIns(length)
            case .emptyInput:
                self = text
                return
            }
        }
    }

    /// Takes the bytes of a C string as they are.
    package init(path name: UnsafePointer<CChar>) {
        var count = 0
        while name[count] != 0 { count += 1 }
        self.init(path: UnsafeBufferPointer(start: name, count: count).map { UInt8(bitPattern: $0) })
    }

    /// The bytes of the name, as the system knows it.
    package var pathBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            if let byte = PathBytes.byte(of: scalar) { bytes.append(byte) } else { bytes += UTF8.encode(scalar)! }
        }
        return bytes
    }

    /// Hands the name to a call of the system.
    package func withPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let name = pathBytes.map { CChar(bitPattern: $0) } + [0]
        return name.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
