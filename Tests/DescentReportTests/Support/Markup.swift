import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A page as a parser of XML reads it. It accepts nothing that is not closed, quoted and escaped.
final class Markup: NSObject, XMLParserDelegate {
    private(set) var elements: [(name: String, attributes: [String: String])] = []
    private(set) var text = ""

    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    init(_ html: String) throws {
        super.init()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = self
        guard parser.parse() else {
            throw Broken(description: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "unknown")")
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func count(_ name: String) -> Int { elements.filter { $0.name == name }.count }
}
