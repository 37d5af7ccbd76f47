internal import DescentDrawing

/// A table with its title and remarks, in a box of its own that scrolls where the page is too narrow, and then says so.
enum TableFigure {
    static func html(title: String?, notes: [String?], isShort: Bool, class kind: String = "", _ content: String)
        -> String
    {
        let notes = notes.compactMap { $0 }.joined(separator: " ")
        let name = title.map { "<b>\(written($0))</b>" } ?? ""
        let remark = notes.isEmpty ? "" : "<span>\(written(notes, longest: 1000))</span>"
        let caption = name.isEmpty && remark.isEmpty ? "" : "<figcaption>\(name)\(remark)</figcaption>\n"
        // With a tab stop, so that who has no pointer can scroll it.
        let words = ReadableText.of(title ?? "")
        let label = escaped(words.isEmpty ? "table" : words, inAttribute: true)
        return """
            <figure class="table\(isShort ? " short" : "")">
            \(caption)<div class="scroll" tabindex="0" role="region" aria-label="\(label)"><div class="content">\
            <p class="hint"><span>more to the right: scroll →</span></p><table\(kind.isEmpty ? "" : " class=\"\(kind)\"")>
            \(content)
            </table></div></div>
            </figure>
            """
    }

    static func empty(title: String?, _ words: String) -> String {
        """
        <figure class="table short">
        <figcaption>\(title.map { "<b>\(written($0))</b>" } ?? "")<span>\(words)</span></figcaption>
        </figure>
        """
    }
}
