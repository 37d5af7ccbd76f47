import CMemoryFile
import Foundation

/// An input as a file, which readers of files open by its path: one that is memory, where a program can answer for a file; else one of this
/// process without a name in any folder, written over in place for each input.
public final class InputAsFile: @unchecked Sendable {
    public let path: String
    private let descriptor: Int32
    /// Bytes of a file that is memory.
    private var bytes: UnsafeMutableBufferPointer<UInt8>?

    public init() {
        if let path = memory_file(nil, 0) {
            self.path = String(cString: path)
            descriptor = -1
            return
        }
        var template = Array("/tmp/descent-fuzz-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        require(descriptor >= 0, "no place for a file in /tmp")
        unlink(template)
        path = "/dev/fd/\(descriptor)"
    }

    public func write(_ input: Input) {
        guard descriptor < 0 else {
            let count = input.isEmpty ? 0 : pwrite(descriptor, input.baseAddress, input.count, 0)
            require(count == input.count && ftruncate(descriptor, off_t(count)) == 0, "no input was written")
            return
        }
        bytes?.deallocate()
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: input.count)
        _ = copy.initialize(from: input)
        bytes = copy
        _ = memory_file(copy.baseAddress, copy.count)
    }

    public func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { write($0) } }
}
