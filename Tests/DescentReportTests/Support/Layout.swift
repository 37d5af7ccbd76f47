import Foundation

/// What is wrong with a page's layout: the page in a frame of each width, and a script that measures it from outside.
enum Layout {
    /// What a document holds once the script has measured it.
    static let isMeasured = "<pre id=\"troubles\">measured"

    static func measured(_ html: String, widths: [Int]) -> String {
        let page = html.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "\"", with: "&quot;")
        let frames = widths.map {
            "<iframe style=\"width:\($0)px;height:1000px;border:0\" srcdoc=\"\(page)\"></iframe>"
        }
        return """
            <!DOCTYPE html><html><body>
            \(frames.joined(separator: "\n"))
            <pre id="troubles">not measured</pre>
            <script>
            \(script)
            </script></body></html>
            """
    }

    /// One line each, nil where the script did not run.
    static func troubles(_ document: String) -> [String]? {
        guard let start = document.range(of: "<pre id=\"troubles\">"),
            let end = document.range(of: "</pre>", range: start.upperBound..<document.endIndex)
        else { return nil }
        let text = document[start.upperBound..<end.lowerBound]
        return text.hasPrefix("measured") ? text.split(separator: "\n").dropFirst().map(String.init) : nil
    }

    /// Boxes of text hold their line's full height: letters meet only where boxes overlap by more than a quarter of it.
    private static let script = """
        function measure(page) {
          const troubles = [], root = page.documentElement;
          if (!page.querySelector("main")) troubles.push("no page");
          if (root.scrollWidth > root.clientWidth) troubles.push("wider than the page: " + root.scrollWidth);
          for (const box of page.querySelectorAll(".scroll")) {
            const hidden = box.scrollWidth > box.clientWidth + 1, hint = box.querySelector(".hint");
            if (hidden && hint.offsetHeight < 12) troubles.push("no sign that it scrolls: " + box.getAttribute("aria-label"));
            if (!hidden && hint.offsetHeight > 0) troubles.push("does not scroll: " + box.getAttribute("aria-label"));
          }
          for (const svg of page.querySelectorAll(".picture > svg")) {
            const frame = svg.getBoundingClientRect(), name = svg.getAttribute("aria-label").slice(0, 40);
            const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim());
            const boxes = texts.map(t => t.getBoundingClientRect());
            boxes.forEach((a, i) => {
              if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 2 || a.bottom > frame.bottom + 2)
                troubles.push(name + ": cut: " + texts[i].textContent);
              for (let j = i + 1; j < boxes.length; j++) {
                const b = boxes[j], across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (across > 0.5 && down > 0.25 * Math.min(a.height, b.height))
                  troubles.push(name + ": meet: " + texts[i].textContent + " and " + texts[j].textContent);
              }
            });
          }
          return troubles;
        }
        addEventListener("load", () => {
          const troubles = [...document.querySelectorAll("iframe")].flatMap(frame =>
            measure(frame.contentDocument).map(trouble => frame.style.width + ": " + trouble));
          document.getElementById("troubles").textContent = ["measured", ...troubles].join("\\n");
        });
        """
}
