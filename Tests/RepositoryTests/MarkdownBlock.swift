/// A fenced block of a Markdown file.
struct MarkdownBlock {
  /// What stands behind the fence: `console`, `yaml`, or nothing.
  let language: String
  let text: String
  /// The line of the opening fence, from 1.
  let line: Int

  static func all(in markdown: String) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var open: (language: String, lines: [Substring], line: Int)?
    for (index, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard line.hasPrefix("```") else {
        open?.lines.append(line)
        continue
      }
      if let block = open {
        let text = block.lines.map { $0 + "\n" }.joined()
        blocks.append(MarkdownBlock(language: block.language, text: text, line: block.line))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), [], index + 1)
      }
    }
    return blocks
  }
}
