/// A day of the Gregorian calendar, written as 2026-12-31.
package struct CalendarDate: Sendable, Hashable {
    let year: Int
    let month: Int
    let day: Int

    /// nil for what is written otherwise, and for days that there are not, such as 2026-02-30.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var result = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                result = 10 * result + Int(byte - UInt8(ascii: "0"))
            }
            return result
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), year > 0,
            (1...12).contains(month), day > 0,
            day <= Self.lengths[month - 1] + (month == 2 && Self.isLeap(year) ? 1 : 0)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// What a formula may ask of a date.
    package enum Part: String, Sendable, Hashable, CaseIterable {
        /// Since 1970-01-01, negative before.
        case days
        case year
        /// From 1 to 12.
        case month
        /// From 1, a Monday, to 7, a Sunday.
        case weekday
    }

    subscript(_ part: Part) -> Int {
        switch part {
        case .days: dayNumber - Self.dayNumberOf1970
        case .year: year
        case .month: month
        // 0001-01-01 is a Monday in this calendar, if it is continued to then.
        case .weekday: dayNumber % 7 + 1
        }
    }

    /// Days since 0001-01-01.
    private var dayNumber: Int {
        let before = year - 1
        return 365 * before + before / 4 - before / 100 + before / 400 + Self.lengths.prefix(month - 1).reduce(0, +)
            + (month > 2 && Self.isLeap(year) ? 1 : 0) + day - 1
    }

    private static let dayNumberOf1970 = 719_162
    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
}
