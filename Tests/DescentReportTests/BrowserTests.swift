import DescentReport
import Foundation
import Testing

/// Pages as a browser shows them. One test at a time: a browser is a dozen processes.
@Suite(.serialized, .enabled(if: Browser.isAsked, "\(Browser.absence)")) struct BrowserTests {
    /// No window of this browser is narrower than 500.
    static let desktop = Browser.Size(width: 1280, height: 1600), phone = Browser.Size(width: 500, height: 1400)

    /// `DESCENT_SCREENSHOTS` names a folder to keep the pictures in.
    private func keep(_ data: Data, _ name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["DESCENT_SCREENSHOTS"] else { return }
        try data.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    @Test(arguments: Example.all.filter { !["empty", "hostile"].contains($0.name) }) func aPageIsDrawn(
        _ example: Example
    ) throws {
        let looks = [(Self.desktop, Browser.Colours.light), (Self.desktop, .dark), (Self.phone, .light)]
        for (size, colours) in looks {
            let picture = try Browser.screenshot(example.page.html, size, colours)
            try keep(picture, "\(example.name)-\(size.width)-\(colours).png")
            // The header of a PNG: its name, then width and height.
            let bytes = [UInt8](picture.prefix(24))
            #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 + Int($1) } }
            #expect(number(16) == size.width && number(20) == size.height)
            // A picture of one colour is a few thousand bytes.
            #expect(picture.count > 40_000, "\(picture.count) bytes")
        }
    }

    @Test func coloursFollowTheReader() throws {
        let html = ReportPage.linear.html
        let light = try Browser.screenshot(html, Self.phone, .light)
        #expect(try Browser.screenshot(html, Self.phone, .dark) != light)
    }

    @Test(arguments: Example.all) func aPageIsPrinted(_ example: Example) throws {
        let paper = try Browser.pdf(example.page.html)
        try keep(paper, "\(example.name).pdf")
        try keep(Data(example.page.html.utf8), "\(example.name).html")
        #expect(paper.starts(with: Data("%PDF-".utf8)) && paper.count > (example.name == "empty" ? 500 : 10_000))
    }

    /// Measured in the browser, at widths from the narrowest phone's.
    @Test(arguments: Example.all) func nothingMeetsOrIsCut(_ example: Example) throws {
        let page = Layout.measured(example.page.html, widths: [320, 400, 768, 1200])
        let troubles = try #require(
            Layout.troubles(try Browser.document(page, Self.desktop, saying: Layout.isMeasured)))
        #expect(troubles.isEmpty, "\(troubles.prefix(8).joined(separator: "\n"))")
    }
}
