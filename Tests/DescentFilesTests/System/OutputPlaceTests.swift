import Foundation
import Testing

@testable import DescentFiles

/// Where outputs go.
@Suite struct OutputPlaceTests {
    /// The system would take the name up to it for another file's.
    @Test func aNameWithANulIsNoPlace() {
        #expect(throws: FileError.system(path: "a\0b", operation: "open", errno: ENOENT)) {
            try OutputPlace("a\0b")
        }
    }
}
