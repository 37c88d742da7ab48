import Documents
import Edits

/// Edits of a document as edits of its text, as small as a careful person would make them.
package enum YAMLRenderer {
  /// The text edits that do what an edit set says: sorted, disjoint, inside of the document's
  /// range.
  ///
  /// Indentation, the place of dashes, quotes and line breaks follow the surroundings; every byte
  /// outside of the edits stays. The result is parsed again and compared with what the edits mean
  /// (invariant I4). Should a small edit not say it, for example below a key that stands twice, the
  /// collections around it are written anew.
  ///
  /// Throws where no YAML says what the edits mean, such as a number that no reader can hold.
  package static func textEdits(for edits: EditSet) throws(RenderingFailure) -> [TextEdit] {
    try rendering(of: edits).textEdits
  }

  /// The text edits, and how they came about.
  package static func rendering(of edits: EditSet) throws(RenderingFailure) -> Rendering {
    if edits.isEmpty { return Rendering(textEdits: [], widenings: 0) }
    let edits = edits.refined()
    if edits.isEmpty { return Rendering(textEdits: [], widenings: 0) }
    let wanted = edits.applied(to: edits.document.root)
    var attempt: [Change]? = edits.changes
    var widenings = 0
    while let changes = attempt {
      // Should copies that look like the original not say it, they are written afresh.
      for keepsSpelling in [true, false] {
        guard let result = unverified(edits, changes, keepsSpelling: keepsSpelling) else {
          continue
        }
        if says(wanted, result.edits, edits.document) {
          return Rendering(textEdits: result.edits, widenings: widenings)
        }
        if !result.usesSpelling { break }
      }
      widenings += 1
      attempt = widenings < 4 ? coarser(changes, edits) : root(wanted, unless: changes)
    }
    throw RenderingFailure()
  }

  /// The text edits without a look at what they say, and whether they hold copies that look like
  /// the original. `changes` are those of the edit set, or wider ones that come to the same.
  static func unverified(
    _ edits: EditSet, _ changes: [Change], keepsSpelling: Bool = true
  ) -> (edits: [TextEdit], usesSpelling: Bool)? {
    let context = RenderingContext(edits.document)
    let resolution = AnchorResolution(edits, doing: changes, context)
    let plan = EditPlan(
      resolution.changes, mergedEntries: resolution.mergedEntries,
      overriding: resolution.overriding, edits.document)
    var renderer = TextRenderer(plan, edits, context, keepsSpelling: keepsSpelling)
    guard let result = renderer.render() else { return nil }
    return (result, renderer.usesSpelling)
  }

  private static func isRoot(_ changes: [Change]) -> Bool {
    guard changes.count == 1, changes[0].row == 0, case .replace = changes[0].operation
    else { return false }
    return true
  }

  /// The whole document as one change; `nil` where that was tried.
  private static func root(_ wanted: Node, unless changes: [Change]) -> [Change]? {
    if isRoot(changes) { return nil }
    return [Change(row: 0, operation: .replace(Value(wanted)), origins: [])]
  }

  /// The same changes with each one widened to the collection around it; `nil` after the root.
  private static func coarser(_ changes: [Change], _ edits: EditSet) -> [Change]? {
    let document = edits.document
    if isRoot(changes) { return nil }
    let plan = EditPlan(changes, document)
    var rows: Set<UInt32> = []
    for change in changes {
      switch change.operation {
      case .insertEntry, .insertElement: rows.insert(change.row)
      default: rows.insert(plan.sites[change.row]?.parent ?? 0)
      }
    }
    var result: [Change] = []
    var settled: UInt32 = 0
    for row in rows.sorted() where row >= settled {
      let value = Value(edits.applied(to: Node(document: document, index: row)))
      result.append(Change(row: row, operation: .replace(value), origins: []))
      settled = document.next(after: row)
    }
    return result
  }
}

/// No YAML says what the edits mean.
package struct RenderingFailure: Error, Sendable {}

/// What ``YAMLRenderer`` made of an edit set.
package struct Rendering: Sendable {
  /// Sorted, disjoint, inside of the document's range.
  package let textEdits: [TextEdit]
  /// How often the edits had to be widened to the collection around them; 0 as a rule.
  package let widenings: Int
}

// MARK: - Verification

extension YAMLRenderer {
  /// Whether a document with text edits done reads as a tree.
  private static func says(_ wanted: Node, _ edits: [TextEdit], _ document: Document) -> Bool {
    var bytes: [UInt8] = []
    TextEdit.apply(edits, to: document.source.bytes, in: document.range, into: &bytes)
    // What follows must still begin a line.
    if Int(document.range.end) < document.source.count, bytes.last?.isBreak == false {
      return false
    }
    guard let documents = try? YAMLParser.parse(Source(bytes)), documents.count == 1 else {
      return false
    }
    return TreeComparison.equal(documents[0].root, wanted)
  }
}
