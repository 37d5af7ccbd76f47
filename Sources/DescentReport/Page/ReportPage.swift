/// One HTML file that holds all it needs: no script, no other file, no address. It can be sent, printed and kept.
///
/// The same values give the same bytes. The markup is well-formed XML too.
public struct ReportPage: Sendable {
    let title: String
    let subtitle: String?
    let sections: [ReportSection]
    let footer: String?

    public init(title: String, subtitle: String? = nil, sections: [ReportSection], footer: String? = nil) {
        self.title = title
        self.subtitle = subtitle
        self.sections = sections
        self.footer = footer
    }

    /// The policy keeps a browser from loading or running anything, whatever a name might contain.
    public var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title>\(written(title))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <header>
        <h1>\(written(title))</h1>
        \(subtitle.map { "<p>\(written($0))</p>" } ?? "")
        \(contents)
        </header>
        <main>
        \(sections.enumerated().map { $1.html(number: $0 + 1) }.joined(separator: "\n"))
        </main>
        \(footer.map { "<footer>\(written($0))</footer>" } ?? "")
        </body>
        </html>

        """
    }

    /// Links to the sections, where there are enough of them to look for one.
    private var contents: String {
        guard sections.count > 2 else { return "" }
        let links = sections.enumerated().map { number, section in
            "<a href=\"#section-\(number + 1)\">\(written(section.heading, longest: 60))</a>"
        }
        return "<nav aria-label=\"Sections\">\(links.joined(separator: "\n"))</nav>"
    }
}
