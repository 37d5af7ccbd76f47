import Descent
import Testing

/// Expects an option to be refused by its name and its value. What it must be instead is said in words, which a test of `DescentError`'s
/// messages reads; everything else that can be wrong is expected as the error it is.
func expectIllegal<Result>(
    _ name: String, _ value: some CustomStringConvertible, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Result
) {
    do {
        _ = try body()
        Issue.record("\(name) was taken as \(value)", sourceLocation: sourceLocation)
    } catch DescentError.illegalOption(name, "\(value)", _) {
    } catch {
        Issue.record("\(error), where \(name) is \(value)", sourceLocation: sourceLocation)
    }
}
