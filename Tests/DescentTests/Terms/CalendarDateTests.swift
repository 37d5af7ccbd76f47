import Foundation
import Testing

@testable import DescentSweep

/// Dates are those of the calendar, whatever the century.
@Suite struct CalendarDateTests {
    private static var calendar: Calendar {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(secondsFromGMT: 0)!
        return calendar
    }

    private static func text(_ date: DateComponents) -> String {
        func padded(_ number: Int?, _ digits: Int) -> String {
            let text = String(number!)
            return String(repeating: "0", count: digits - text.count) + text
        }
        return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
    }

    /// Every day around a change of the century's rule, and one in 97 of all others from 1600 on: Foundation's calendar is Julian before.
    @Test func everyDayHasItsNumbers() throws {
        let calendar = Self.calendar
        let all =
            Array(-26_000..<(-25_000)) + Array(10_900..<11_900) + Array(stride(from: -135_000, to: 2_900_000, by: 97))
        for days in all {
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: 86_400 * Double(days)))
            let text = Self.text(parts), date = try #require(CalendarDate(text), "\(text)")
            #expect(date[.days] == days && date[.year] == parts.year && date[.month] == parts.month, "\(text)")
            // Foundation counts from a Sunday, which is 1.
            #expect(date[.weekday] == (parts.weekday! + 5) % 7 + 1, "\(text)")
        }
    }

    @Test(arguments: [
        "", "2026", "2026-1-1", "2026-13-01", "2026-00-10", "2026-04-31", "2026-02-29", "1900-02-29", "2026-12-32",
        "2026-12-00",
        "0000-01-01", "2026/12/31", "31.12.2026", "2026-12-31 ", "+026-12-31", "2026-12-3a", "２０２６-１２-３１",
        "2026-12-31T00:00",
    ])
    func othersAreNone(_ text: String) { #expect(CalendarDate(text) == nil) }

    /// By Python's datetime, whose calendar is Gregorian from the first year on.
    @Test(arguments: [
        ("0001-01-01", -719_162, 1), ("0004-12-31", -717_702, 5), ("0500-03-01", -536_847, 1),
        ("1582-10-15", -141_427, 5),
        ("1969-12-31", -1, 3), ("9999-12-31", 2_932_896, 5),
    ])
    func early(_ text: String, _ days: Int, _ weekday: Int) throws {
        let date = try #require(CalendarDate(text))
        #expect(date[.days] == days && date[.weekday] == weekday)
    }

    @Test(arguments: ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
    func theseAreSome(_ text: String) { #expect(CalendarDate(text) != nil) }
}
