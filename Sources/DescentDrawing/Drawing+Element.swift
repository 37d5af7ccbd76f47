extension Drawing {
    /// The drawing as a part of a page that brings the style and gives the width; `label` says what it shows to who cannot
    /// see it.
    public func element(width: Double, height: Double, label: String) -> String {
        """
        <svg viewBox="0 0 \(Int(width)) \(Int(height))" role="img" aria-label="\(escaped(label, inAttribute: true))">
        <title>\(escaped(label))</title>
        \(lines.joined(separator: "\n"))
        </svg>
        """
    }
}
