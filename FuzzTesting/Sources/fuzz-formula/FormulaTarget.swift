import Descent
import DescentFiles
import FuzzSupport

@testable import DescentSweep

/// A text is terms of a table, or refused with a place in it. What is printed of the terms, as of terms that were written in Swift, is read
/// as the same terms; and of one input in eight both have the same columns, or are both refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count), lot = input.lot
    let formula = String(decoding: input, as: UTF8.self)
    var terms: Terms
    do { terms = try Terms(formula: formula, for: table) } catch {
        requirePlace(error, in: formula)
        if lot & 7 == 0 { require(!error.description.isEmpty, "an error without words") }
        return 0
    }
    // Else what was written would be printed.
    terms.written = nil
    let printed = terms.description
    // Of few letters a formula can make more than are read.
    guard printed.unicodeScalars.count <= 100_000 else { return 0 }
    let again: Terms
    do { again = try Terms(formula: printed, for: table) } catch {
        fatalError("what is printed is refused: \(printed): \(error)")
    }
    require(again.isSame(as: terms), "what is printed is read as something else: \(printed)")
    guard lot & 7 == 0, terms.productCount <= 64 else { return 0 }
    require(
        columns(of: terms) == columns(of: again), "what is printed has other columns: \(printed)")
    return 0
}

extension Terms {
    /// Whether others have the same products, in whatever order, and what stands beside them.
    fileprivate func isSame(as other: Terms) -> Bool {
        func sets(_ terms: Terms) -> Set<Set<Factor>> { Set(terms.products.map { Set($0.map { terms.factors[$0] }) }) }
        return sets(self) == sets(other) && offsets == other.offsets && response == other.response
            && hasIntercept == other.hasIntercept
    }
}

/// How many columns there are, or nil for terms that are refused.
private func columns(of terms: Terms) -> Int? {
    do {
        let learned = try terms.learned(from: table)
        require(learned.featureNames.count == learned.featureCount, "columns without names")
        let source = try learned.samples(of: table)
        require(source.featureCount == learned.featureCount, "other columns than were learned")
        if learned.featureCount <= 1024 { try forEachTile(of: source) { _, _, _ in } }
        return learned.featureCount
    } catch let error as DescentError {
        requirePlace(error, in: nil)
        return nil
    } catch { fatalError("another error: \(error)") }
}

/// - Parameter formula: nil where a formula was printed, so that the error has it.
private func requirePlace(_ error: DescentError, in formula: String?) {
    guard case .illegalFormula(let told, let place, let reason) = error else {
        fatalError("another error than a formula's: \(error)")
    }
    let length = (formula ?? told).unicodeScalars.count
    require(!reason.isEmpty && place.lowerBound >= 0 && place.upperBound <= length + 1, "a place outside")
}

/// Numbers and categories, some with names and levels that a formula has to quote.
private let table: Table = {
    let numbers = (0..<12).map { Double(($0 * 7 + 3) % 12) / 4 }
    do {
        return try Table([
            "y": .numbers(numbers.map { $0 * $0 - 1 }), "x": .numbers(numbers),
            "n": .numbers((0..<12).map { Int32($0 % 4 + 1) }),
            "k": .texts((0..<12).map { ["a", "b", "c"][$0 % 3] }),
            "g": .texts((0..<12).map { ["\"", "\\", "`", "\u{301}"][$0 % 4] }),
            "a b": .numbers(numbers.map { $0 + 1 }), "`\\": .texts((0..<12).map { ["0", "1"][$0 / 6] }),
            "e\u{20dd}": .numbers(numbers.map { 3 - $0 }), ".5": .numbers(numbers.reversed()),
        ])
    } catch { fatalError("\(error)") }
}()

@_cdecl("fuzz_formula_main")
public func start(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    drive(count, words) { fuzz($0, $1) }
}
