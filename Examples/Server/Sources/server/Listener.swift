#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// As much of HTTP as a tutorial needs: one request after the other, on this machine's own address. A server of yours has a framework for it.
struct Listener {
    private let socket: Int32

    struct Failure: Error {
        let call: String, number: Int32
    }

    init(port: UInt16) throws {
        #if canImport(Glibc)
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #elseif canImport(Musl)
            socket = Musl.socket(AF_INET, SOCK_STREAM, 0)
        #else
            socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        try Self.require(socket, "socket")
        // A port whose last server has just ended may be taken at once.
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let descriptor = socket
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try Self.require(bound, "bind")
        try Self.require(listen(socket, 64), "listen")
    }

    /// Answers until the process ends. What is no `GET /predict?…` gets a 404.
    func serve(_ answer: ([String: String]) -> (status: String, json: String)) throws {
        // Whoever hangs up before the answer makes `write` fail, which nobody waits for.
        signal(SIGPIPE, SIG_IGN)
        while true {
            let connection = accept(socket, nil, nil)
            if connection < 0 && (errno == EINTR || errno == ECONNABORTED) { continue }
            try Self.require(connection, "accept")
            defer { close(connection) }
            // A first line longer than this, or one that comes in pieces, is not understood.
            var bytes = [UInt8](repeating: 0, count: 8192)
            let count = read(connection, &bytes, bytes.count)
            let line = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).prefix { !$0.isNewline }
            let unknown = (status: "404 Not Found", json: "{\"error\": \"ask for /predict?…\"}")
            let reply = Self.query(line).map(answer) ?? unknown
            let response = """
                HTTP/1.1 \(reply.status)\r
                Content-Type: application/json\r
                Content-Length: \(reply.json.utf8.count + 1)\r
                Connection: close\r
                \r
                \(reply.json)

                """
            _ = Array(response.utf8).withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
        }
    }

    /// The names and values of a request's first line; nil where it asks for something else.
    private static func query(_ line: Substring) -> [String: String]? {
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "GET", words[1].hasPrefix("/predict?") else { return nil }
        let pairs = words[1].dropFirst("/predict?".count).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        return Dictionary(pairs) { _, last in last }
    }

    /// The text of a percent-encoded part of a query.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = [], rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func require(_ result: Int32, _ call: String) throws {
        if result < 0 { throw Failure(call: call, number: errno) }
    }
}
