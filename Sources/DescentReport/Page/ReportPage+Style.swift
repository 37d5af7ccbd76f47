extension ReportPage {
    /// The colours of lines are told apart with any kind of colour vision, and have a contrast of at least 4.5 with the page.
    private static let light = """
          --page: #ffffff; --ink: #1f2328; --muted: #59636e; --rule: #d1d9e0; --soft: #f6f8fa; --grid: #e4e8ec;
          --accent: #0b5cad; --hit: 11 92 173; --miss: 196 65 12; --warn: #9a6700; --warn-soft: #fff8e5;
          --s0: #0b5cad; --s1: #b93a05; --s2: #00715f; --s3: #8a3ffc; --s4: #7a5c00; --s5: #b0216f; --s6: #59636e;
          --s7: #24292f;
        """

    private static let dark = """
          --page: #0d1117; --ink: #e6edf3; --muted: #9198a1; --rule: #3d444d; --soft: #151b23; --grid: #262c36;
          --accent: #58a6ff; --hit: 56 139 253; --miss: 240 110 50; --warn: #d9a53a; --warn-soft: #2a2110;
          --s0: #58a6ff; --s1: #ff9a5c; --s2: #3fc9a8; --s3: #c69cff; --s4: #e3c04b; --s5: #ff8cc6; --s6: #9198a1;
          --s7: #e6edf3;
        """

    static let style = """
        :root {
        \(light)
          color-scheme: light;
        }
        @media (prefers-color-scheme: dark) {
          :root {
        \(dark)
            color-scheme: dark;
          }
        }
        \(text)
        \(blocks)
        \(charts)
        \(shades)
        \(narrow)
        \(paper)
        """

    private static let text = """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0 auto; max-width: 64rem; padding: 2.5rem 1.5rem 3rem; background: var(--page); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans",
            Arial, sans-serif;
          overflow-wrap: anywhere;
        }
        h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; }
        h2 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.3; letter-spacing: -.005em; }
        p { margin: 0 0 1rem; max-width: 46rem; }
        a { color: var(--accent); text-decoration: none; }
        a:hover, a:focus { text-decoration: underline; }
        header { padding-bottom: 1.25rem; border-bottom: 1px solid var(--rule); }
        header p { margin: .5rem 0 0; color: var(--muted); }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 1rem; font-size: .9rem; }
        section { padding-top: 2rem; }
        footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--muted); font-size: .85rem; }
        """

    private static let blocks = """
        dl {
          display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11.5rem), 1fr)); gap: 1px; margin: 0 0 1.5rem;
          background: var(--soft); border: 1px solid var(--rule); border-radius: 6px; overflow: hidden;
        }
        dl div { padding: .6rem .9rem; background: var(--soft); box-shadow: 0 0 0 1px var(--rule); }
        dl .long { grid-column: span 2; }
        dl .longer { grid-column: 1 / -1; }
        dt { color: var(--muted); font-size: .82rem; }
        dd { margin: 0; font-size: 1.05rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .warning { padding: .7rem 1rem; border-left: 4px solid var(--warn); background: var(--warn-soft); max-width: none; }
        .warning b { margin-right: .4rem; color: var(--warn); }
        figure { margin: 0 0 1.75rem; min-width: 0; }
        figcaption { margin-bottom: .5rem; }
        figcaption span { display: block; color: var(--muted); font-size: .875rem; }
        h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        .equation {
          display: grid; grid-template-columns: minmax(5.5rem, max-content) minmax(0, 1fr); gap: .15rem .6rem;
          align-items: center; padding: .4rem 0; border-bottom: 1px solid var(--grid);
        }
        .equation math { font-size: 1.1rem; }
        .equation div { overflow-x: auto; overflow-y: hidden; overflow-wrap: normal; padding: .1rem 0; }
        .scroll { overflow-x: auto; container-type: inline-size; }
        .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .content { width: max-content; min-width: 100%; }
        /* As high as a line where the content is wider than its box, and else as nothing. */
        .hint {
          position: sticky; left: 0; width: 100cqw; max-width: none; height: 0; margin: 0; overflow: hidden;
          padding-top: clamp(0px, (100% - 100cqw - 1px) * 1000, 1.5rem); color: var(--accent); font-size: .8rem; line-height: 1.5;
        }
        .hint span { position: absolute; top: 0; right: 0; }
        table { border-collapse: collapse; font-size: .9rem; line-height: 1.4; overflow-wrap: normal; }
        th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: baseline; }
        th[scope=row], tbody td { white-space: nowrap; }
        thead th { border-bottom: 1px solid var(--muted); color: var(--muted); font-weight: 600; vertical-align: bottom; }
        tbody th { font-weight: 400; }
        tfoot th, tfoot td { border-bottom: 0; color: var(--muted); font-weight: 400; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        tr > :first-child { padding-left: 0; }
        .confusion tbody th, .confusion tbody td { border-bottom: 0; }
        .confusion td.hit, .confusion td.miss { min-width: 4.5rem; border: 2px solid var(--page); }
        .confusion .miss.h0 { color: var(--muted); }
        .confusion .sum { color: var(--muted); }
        """

    private static let charts = """
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 1.25rem; }
        .chart { max-width: 32rem; }
        .alone { grid-column: 1 / -1; max-width: none; }
        .for-narrow { display: none; }
        .picture > svg { display: block; width: 100%; height: auto; }
        .chart text { font-size: \(Int(Canvas.size))px; fill: var(--ink); }
        .chart .tick { font-size: \(Int(Canvas.small))px; fill: var(--muted); font-variant-numeric: tabular-nums; }
        .chart .label { fill: var(--muted); }
        .halo { stroke: var(--page); stroke-width: 3px; paint-order: stroke; }
        .grid { stroke: var(--grid); fill: none; }
        .axis, .frame { stroke: var(--muted); fill: none; }
        .frame { stroke: var(--rule); }
        .mark { stroke: var(--muted); stroke-dasharray: 4 4; fill: none; }
        .zero { stroke: var(--ink); fill: none; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .s0 { stroke: var(--s0); }
        .s1 { stroke: var(--s1); stroke-dasharray: 8 3; }
        .s2 { stroke: var(--s2); stroke-dasharray: 2.5 2.5; }
        .s3 { stroke: var(--s3); stroke-dasharray: 10 3 2.5 3; }
        .s4 { stroke: var(--s4); stroke-dasharray: 5 4; }
        .s5 { stroke: var(--s5); stroke-dasharray: 10 3 2.5 3 2.5 3; }
        .s6 { stroke: var(--s6); stroke-dasharray: 14 4; }
        .s7 { stroke: var(--s7); stroke-dasharray: 1.5 4; }
        .dot { stroke: none; }
        .d0 { fill: var(--s0); } .d1 { fill: var(--s1); } .d2 { fill: var(--s2); } .d3 { fill: var(--s3); }
        .d4 { fill: var(--s4); } .d5 { fill: var(--s5); } .d6 { fill: var(--s6); } .d7 { fill: var(--s7); }
        .open { fill: var(--page); stroke: var(--s0); stroke-width: 1.6; }
        .interval, .whisker { stroke: var(--s0); stroke-width: 1.6; fill: none; }
        .whisker { stroke-width: 1; }
        .head { fill: var(--s0); stroke: none; }
        .band { fill: var(--s0); fill-opacity: .16; stroke: none; }
        .b1 { fill: var(--s1); } .b2 { fill: var(--s2); } .b3 { fill: var(--s3); } .b4 { fill: var(--s4); }
        .b5 { fill: var(--s5); } .b6 { fill: var(--s6); } .b7 { fill: var(--s7); }
        .cloud { fill-opacity: .55; }
        .bin { fill: var(--s0); fill-opacity: .55; }
        .choice { stroke: var(--page); stroke-width: 1.5; }
        .c0 { fill: var(--s1); }
        .c1 { fill: var(--s2); }
        """

    /// Shares of a row in tenths, from no shade at 0; the words keep their contrast on the darkest.
    private static let shades = (0...10).map { tenth in
        let percent = tenth == 0 ? 0 : 7 + 3 * tenth
        let opacity = "0.\(percent / 10)\(percent % 10)"
        return ".hit.h\(tenth) { background: rgb(var(--hit) / \(opacity)); } "
            + ".miss.h\(tenth) { background: rgb(var(--miss) / \(opacity)); }"
    }.joined(separator: "\n")

    private static let narrow = """
        @media (max-width: 40rem) {
          body { padding: 1.25rem .9rem 2rem; }
          h1 { font-size: 1.5rem; }
          dl { grid-template-columns: 1fr 1fr; }
          dl div { padding: .5rem .7rem; }
          dd { font-size: 1rem; }
          dl .long { grid-column: 1 / -1; }
        }
        @media (max-width: 45rem) {
          .alone { max-width: 32rem; }
          .for-wide { display: none; }
          .for-narrow { display: block; }
          /* The names of rows stay in sight. */
          tr > th:first-child { position: sticky; left: 0; background: var(--page); border-right: 1px solid var(--grid); }
          tbody th[scope=row] { white-space: normal; overflow-wrap: anywhere; min-width: 5rem; max-width: 9rem; }
        }
        """

    private static let paper = """
        @media print {
          :root {
        \(light)
            color-scheme: light;
          }
          @page { margin: 16mm; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          nav { display: none; }
          h2, figcaption { break-after: avoid; }
          .chart, .short, .equation, tr, dl div, .warning { break-inside: avoid; }
          .charts { grid-template-columns: 1fr 1fr; gap: 0 8mm; }
          .scroll { overflow: visible; container-type: normal; }
          .content { width: auto; }
          .hint { display: none; }
          .alone { max-width: none; }
          .for-wide { display: block; }
          .for-narrow { display: none; }
          table { font-size: 8.5pt; }
          th, td { padding: .2rem .45rem; }
          .confusion td.hit, .confusion td.miss { min-width: 0; }
          th[scope=row] { white-space: normal; overflow-wrap: anywhere; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """
}
