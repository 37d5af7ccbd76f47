import Foundation
import TestSupport
import Testing

/// Columns of dates, of which a formula takes numbers.
@Suite struct DateTests {
    private let bench: Bench
    init() throws { bench = try Bench() }

    /// Days from 2026-01-01 on, a Thursday, and what is exactly twice the day of the year, 100 more at a weekend.
    private static func table(_ days: Range<Int>, dates: (Int) -> String = DateTests.text) -> String {
        let lines = days.map { day in "\(dates(day)),\(2 * day + (day % 7 == 2 || day % 7 == 3 ? 100 : 0))" }
        return (["when,sold"] + lines).joined(separator: "\n") + "\n"
    }

    private static func text(_ day: Int) -> String {
        var day = day, month = 0
        for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if day < length { break }
            day -= length
            month += 1
        }
        return String(format: "2026-%02d-%02d", month + 1, day + 1)
    }

    @Test func areNumbersOfDays() throws {
        try bench.files.file("sold.csv", Self.table(0..<90))
        let fit = try bench.json(
            "train sold.csv --neuron linear --formula sold~days(when)+I(weekday(when)>=6) --output sold.safetensors")
        let rows = try fit.objects("coefficients")
        try #expect(rows.map { try $0.text("name") } == ["(bias)", "days(when)", "I(weekday(when) >= 6)"])
        // 2026-01-01 is 20 454 days after 1970-01-01.
        for (row, expected) in zip(rows, [-2.0 * 20_454, 2, 100]) {
            try #expect(abs(row.number("estimate") - expected) < 1e-7 * max(1, abs(expected)), "\(row)")
        }
        // Of days that nobody has learned from.
        try bench.files.file("later.csv", Self.table(200..<230))
        let answers = try bench.descent("predict --model sold.safetensors later.csv")
        let found = answers.lines.dropFirst().compactMap { Double($0) }
        try #require(found.count == 30, "\(answers)")
        for (day, value) in zip(200..<230, found) {
            #expect(abs(value - Double(2 * day + (day % 7 == 2 || day % 7 == 3 ? 100 : 0))) < 1e-5, "\(day): \(value)")
        }
    }

    @Test func monthsAndYears() throws {
        try bench.files.file("sold.csv", Self.table(0..<360))
        let fit = try bench.json(
            "train sold.csv --neuron linear --formula sold~month(when)+I(year(when)-month(when)^2)")
        try #expect(fit.objects("coefficients").count == 3)
    }

    @Test func whatIsNoDateIsNamed() throws {
        try bench.files.file("wrong.csv", Self.table(0..<20) { $0 == 7 ? "2026-02-30" : Self.text($0) })
        func expect(_ formula: String, _ part: String) throws {
            let words = ["train", "wrong.csv", "--neuron", "linear", "--formula", formula]
            try bench.expectRefused(words, [part], lines: 5)
        }
        try expect("sold~days(when)", "'when' has '2026-02-30', which is no date such as 2026-12-31")
        try expect("when~days(sold)", "'sold' is a number, where a date such as 2026-12-31 is needed")
        try expect("sold~days(2)", "a column of dates")
        try bench.expectRefused("train wrong.csv --neuron linear --target sold", "--formula with days(when)")
    }
}
