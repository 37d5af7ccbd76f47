extension Drawing {
    /// Viewers that ignore media queries get the light colours; the page is drawn too, so a picture can be read on any
    /// other. Small texts have an edge in the page's colour, for where they cross a line.
    static let style = """
        text { font: 13px sans-serif; fill: #24292f }
        .title { font-size: 19px; font-weight: bold }
        .note { fill: #57606a }
        .small { font-size: 11px; fill: #57606a; stroke: #ffffff; stroke-width: 3px; paint-order: stroke }
        .page { fill: #ffffff }
        .axis { stroke: #8c959f; fill: none }
        .grid { stroke: #d0d7de; fill: none }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .note, .small { fill: #9198a1 }
          .small { stroke: #0d1117 }
          .page { fill: #0d1117 }
          .axis { stroke: #6e7681 }
          .grid { stroke: #30363d }
        }
        """
}
