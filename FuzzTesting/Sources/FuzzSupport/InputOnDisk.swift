import Foundation

/// An input as a file, which readers of files open: one file of this process, written over for each input.
public struct InputOnDisk: Sendable {
    public let path: String

    /// In memory where the system has a place for that; else among temporary files.
    public init(_ name: String) {
        let memory = "/dev/shm", folder = FileManager.default.fileExists(atPath: memory) ? memory : "/tmp"
        path = "\(folder)/descent-fuzz-\(ProcessInfo.processInfo.processIdentifier)-\(name)"
    }

    public func write(_ bytes: some Sequence<UInt8>) {
        guard let file = fopen(path, "w") else { preconditionFailure("no place for \(path)") }
        let bytes = Array(bytes)
        let count = fwrite(bytes, 1, bytes.count, file)
        precondition(fclose(file) == 0 && count == bytes.count, "\(path) could not be written")
    }

    public func remove() { unlink(path) }
}

/// What the fuzzer hands out.
public func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
}
