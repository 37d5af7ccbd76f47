import FuzzSupport

@testable import DescentFiles

/// What is JSON is so again when it is written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let value = try? JSONParser.parse(Array(Input(start, count))) else { return 0 }
    let again = try? JSONParser.parse(Array(value.written.utf8))
    require(again == value, "what is written is read as something else")
    return 0
}

@_cdecl("fuzz_json_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
