import Documents
import Edits

/// The place of one node in the text: what announces it, and what stands there now.
struct NodePlace {
  enum Form {
    /// Nothing: a null that is only announced.
    case empty
    /// A scalar, a flow collection or an alias.
    case inline
    /// A literal or folded scalar.
    case blockScalar
    /// A mapping or a sequence in block style.
    case block
  }

  let row: UInt32
  let form: Form
  /// The text of the node without anchor and tag.
  let start: Int
  let end: Int
  /// Right after the `:`, `-` or `---`, or the anchor; `nil` where nothing announces the node.
  let announced: Int?
  /// The column of the collection around it; -1 for the root.
  let parent: Int
  let isElement: Bool
  /// Whether an anchor stands before it.
  let isAnchored: Bool
  let depth: Int
}

extension TextRenderer {
  mutating func place(
    of row: UInt32, at site: EditPlan.Site, dropsTag: Bool
  ) -> NodePlace {
    let record = context.record(row)
    var start = Int(record.start)
    var form = NodePlace.Form.inline
    if context.isBlock(row) {
      form = .block
      // Of a key that stands twice only the last entry is an item.
      start = min(context.items(of: row).first?.start ?? start, start)
    } else if record.range.isEmpty {
      form = .empty
    } else if !record.isContainer, lines.at(start) == .pipe || lines.at(start) == .greater {
      form = .blockScalar
    }
    let staying = propertiesEnd(row, dropsTag: dropsTag)
    if dropsTag {
      let first = context.start(of: row)
      if staying == nil, form == .inline, lines.line(of: first) == lines.line(of: start) {
        // The tag goes with the text.
        start = first
      } else {
        dropTag(of: row, depth: site.depth)
      }
    }
    let announced = [announcement(of: row, at: site), staying].compactMap(\.self).max()
    return NodePlace(
      row: row, form: form, start: start, end: context.end(of: row), announced: announced,
      parent: site.parent.map { context.column(ofBlock: $0) } ?? -1,
      isElement: site.parent.map { context.record($0).kind == .sequence } ?? false,
      isAnchored: staying != nil,
      depth: site.depth)
  }

  /// Right after the indicator that announces a node.
  private func announcement(of row: UInt32, at site: EditPlan.Site) -> Int? {
    guard let parent = site.parent else {
      let line = lines.line(of: Int(context.record(row).start))
      let content = lines.content(ofLine: line)
      return lines.bytes.has([.minus, .minus, .minus], at: content)
        && lines.column(of: content) == 0
        && content < Int(context.record(row).start) ? content + 3 : nil
    }
    if let key = site.key { return context.afterColon(ofKey: key) }
    let first = Int(context.record(parent).start)
    if row == parent + 1 { return first + 1 }
    return context.dash(
      before: context.start(of: row), lines.column(of: first), after: first) + 1
  }
}
