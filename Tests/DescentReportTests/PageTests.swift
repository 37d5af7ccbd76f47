import DescentReport
import Testing

/// What holds for every page, whatever is in it.
@Suite struct PageTests {
    @Test(arguments: Example.all) func aPageIsWellFormed(_ example: Example) throws {
        let markup = try Markup(example.page.html)
        let pictures = markup.elements.filter { $0.name == "svg" && $0.attributes["role"] == "img" }
        #expect(markup.count("title") == 1 + pictures.count, "each picture has a title of its own")
        #expect(markup.count("h1") == 1 && markup.count("main") == 1)
        for picture in pictures {
            #expect(picture.attributes["aria-label"]?.isEmpty == false)
        }
    }

    @Test(arguments: Example.all) func aPageNeedsNothingElse(_ example: Example) throws {
        let html = example.page.html, markup = try Markup(html)
        let known: Set = [
            "html", "head", "meta", "title", "style", "body", "header", "nav", "a", "main", "section", "footer", "h1",
            "h2", "p", "b",
            "bdi", "span", "div", "dl", "dt", "dd", "figure", "figcaption", "table", "thead", "tbody", "tfoot", "tr",
            "th", "td", "svg",
            "text", "polyline", "polygon", "circle", "rect",
        ]
        let names = Set(markup.elements.map(\.name))
        #expect(names.isSubset(of: known), "\(names.subtracting(known))")
        #expect(
            !html.contains("<script") && !html.contains("http:") && !html.contains("https:") && !html.contains("url("))
        for element in markup.elements {
            #expect(element.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "src" })
            if let link = element.attributes["href"] { #expect(link.hasPrefix("#section-")) }
        }
    }

    @Test(arguments: Example.all) func placesAreFiniteAndNear(_ example: Example) throws {
        let places: Set = ["x", "y", "cx", "cy", "r", "width", "height", "points", "viewBox"]
        for element in try Markup(example.page.html).elements where element.name != "meta" {
            for (name, value) in element.attributes where places.contains(name) {
                for number in value.split(whereSeparator: { $0 == " " || $0 == "," }) {
                    let place = try #require(Double(number), "\(name)=\(value.prefix(80))")
                    // Parts of a line that is cut may be outside.
                    #expect(place.isFinite && place.magnitude < 10_000, "\(element.name) \(name)=\(number)")
                }
            }
        }
    }

    @Test(arguments: Example.all) func idsAreUnique(_ example: Example) throws {
        let ids = try Markup(example.page.html).elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: Example.all) func theSameValuesGiveTheSameBytes(_ example: Example) {
        #expect(example.page.html == example.page.html)
    }

    @Test(arguments: Example.all) func noPageIsLarge(_ example: Example) {
        #expect(example.page.html.utf8.count < 400_000, "\(example.page.html.utf8.count)")
    }

    @Test func namesAreEscapedAndShortened() throws {
        let html = ReportPage.hostile.html, text = try Markup(html).text
        #expect(text.contains("<script>alert(1)</script>"), "shown as it is")
        #expect(text.contains("\"quoted\" 'twice' & </title></style>") && text.contains("line end tab"))
        #expect(!html.contains(String(repeating: "long name ", count: 500)))
        for scalar in html.unicodeScalars {
            let isControl = scalar.value < 0x20 && scalar != "\n" || (0x7F..<0xA0).contains(scalar.value)
            #expect(!isControl && scalar != "\u{202E}" && scalar != "\u{FFFE}", "\(scalar.value)")
        }
        // As many as one page shows of the tower of accents, in any one name.
        #expect(!html.contains("a" + String(repeating: "\u{301}", count: 12)))
    }

    @Test func chartsBesideEachOtherShareARow() throws {
        let chart = ReportBlock.chart(IntervalChart(title: "c", rows: [.init("a", 1)]))
        let page = ReportPage(title: "t", sections: [ReportSection("s", [chart, chart, .note("n"), chart])])
        let rows = try Markup(page.html).elements.filter { $0.attributes["class"] == "charts" }
        #expect(rows.count == 2)
    }

    @Test func whatIsNotShownIsSaid() {
        let html = ReportPage.degenerate.html
        #expect(html.contains("2 points are not shown: not finite or too large."))
        #expect(html.contains("3 points are not shown: a logarithmic axis has positive finite numbers only."))
        #expect(html.contains("1 value is not shown: not finite or too large."))
        #expect(ReportPage.softmax.html.contains("1 line is not shown: there is room for eight."))
        #expect(ReportPage.logistic.html.contains("The 20 largest of 28; 8 smaller ones are not shown."))
        #expect(ReportPage.linear.html.contains("An arrow is an interval that goes on outside."))
        let table = ReportTable(columns: ["a"], rows: (0..<12).map { [.count($0)] }, limit: 5)
        #expect(ReportPage(title: "", sections: [.init("", [.table(table)])]).html.contains("The first 5 of 12 rows."))
    }
}
