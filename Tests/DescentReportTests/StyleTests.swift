import DescentReport
import Foundation
import Testing

/// The colours of the page, by the contrast of the WCAG: (L₁ + 0.05)/(L₂ + 0.05) of the relative luminances.
@Suite struct StyleTests {
    struct Colour {
        let channels: [Double]

        /// #rrggbb
        init(hex: Substring) {
            let value = Int(hex.dropFirst(), radix: 16)!
            channels = [16, 8, 0].map { Double(value >> $0 & 255) }
        }

        init(_ channels: [Double]) { self.channels = channels }

        func over(_ below: Colour, opacity: Double) -> Colour {
            Colour(zip(channels, below.channels).map { $0 * opacity + $1 * (1 - opacity) })
        }

        private var luminance: Double {
            let linear = channels.map { $0 <= 0.04045 * 255 ? $0 / 255 / 12.92 : pow(($0 / 255 + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }

        func contrast(with other: Colour) -> Double {
            let pair = [luminance, other.luminance].sorted()
            return (pair[1] + 0.05) / (pair[0] + 0.05)
        }
    }

    /// The colours for light pages, for dark ones and for paper, by name.
    private static var palettes: [[String: String]] {
        let style = ReportPage(title: "", sections: []).html
        return style.components(separatedBy: ":root {").dropFirst().map { block in
            let rules = block.prefix { $0 != "}" }.split(separator: ";")
            return Dictionary(
                uniqueKeysWithValues: rules.compactMap { rule -> (String, String)? in
                    let parts = rule.split(separator: ":").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                    return parts.count == 2 && parts[0].hasPrefix("--") ? (parts[0], parts[1]) : nil
                })
        }
    }

    @Test func wordsAndLinesStandOut() throws {
        #expect(Self.palettes.count == 3)
        for palette in Self.palettes {
            func colour(_ name: String) throws -> Colour { Colour(hex: Substring(try #require(palette["--" + name]))) }
            for name in ["ink", "muted", "accent", "warn"] + (0..<8).map({ "s\($0)" }) {
                let contrast = try colour(name).contrast(with: colour("page"))
                #expect(contrast >= 4.5, "\(name) \(contrast)")
            }
            for name in ["ink", "muted"] { #expect(try colour(name).contrast(with: colour("soft")) >= 4.5) }
            for name in ["ink", "warn"] { #expect(try colour(name).contrast(with: colour("warn-soft")) >= 4.5) }
            // The darkest shade of a cell.
            for name in ["hit", "miss"] {
                let channels = try #require(palette["--" + name]).split(separator: " ").compactMap { Double($0) }
                let shade = Colour(channels).over(try colour("page"), opacity: 0.37)
                #expect(try colour("ink").contrast(with: shade) >= 4.5, "\(name)")
            }
        }
    }

    @Test func darkPagesAreDarkAndPaperIsLight() throws {
        let pages = Self.palettes.map { $0["--page"] }
        #expect(pages == ["#ffffff", "#0d1117", "#ffffff"])
    }
}
