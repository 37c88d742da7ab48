import Documents
import Edits

/// Turns changes of an object into changes of its text where the two differ: an object reached
/// through an alias or a merge key is written elsewhere, and what is written once may be several
/// objects.
///
/// The rule is one comparison. Each alias that is left in the text will stand for what its anchor
/// then holds. Where that is what the alias's place shall hold, it stays; where it is not, or where
/// the anchor goes, the value is written out in its stead. The same holds for each merge key and
/// the entries that it brings.
struct AnchorResolution {
  private let context: RenderingContext
  private let edits: EditSet
  /// Changes of rows that are written where they stand, sorted by row.
  private(set) var changes: [Change] = []
  /// The entries that replace the merge entries of a mapping.
  private(set) var mergedEntries: [UInt32: [EditPlan.Entry]] = [:]
  /// The entries that a mapping gets because its merge entries bring others.
  private(set) var overriding: [UInt32: [EditPlan.Entry]] = [:]

  /// Rows that stand for text elsewhere, without those inside of another such range.
  private var elsewhere: [Range<UInt32>] = []
  /// Rows whose text goes.
  private var dropped: [Range<UInt32>] = []
  /// Rows that get a new value whole.
  private var replaced: Set<UInt32> = []

  /// `wanted` are the changes of `edits`, or wider ones that come to the same.
  init(_ edits: EditSet, doing wanted: [Change], _ context: RenderingContext) {
    self.context = context
    self.edits = edits
    let uses = context.document.decorations.contains { $0.kind == .alias || $0.kind == .merge }
    guard uses else {
      changes = wanted
      return
    }
    findElsewhere()
    changes = wanted.filter(isWritten)
    noteDropped()
    resolveAliases()
    resolveMerges()
    sort()
  }

  private mutating func sort() {
    let order = changes.indices.sorted { (changes[$0].row, $0) < (changes[$1].row, $1) }
    changes = order.map { changes[$0] }
  }
}

// MARK: - What is written where

extension AnchorResolution {
  private mutating func findElsewhere() {
    var row: UInt32 = 0
    while row < context.document.records.count {
      let record = context.record(row)
      if record.has(.merged) {
        // A key that was merged; its value belongs to it.
        let end = context.next(after: context.next(after: row))
        elsewhere.append(row..<end)
        row = end
      } else if record.has(.aliasRoot) {
        elsewhere.append(row..<context.next(after: row))
        row = context.next(after: row)
      } else {
        row += 1
      }
    }
  }

  /// Whether the text that a change names stands at the place of its row. An alias itself does.
  private func isWritten(_ change: Change) -> Bool {
    guard let range = Self.range(in: elsewhere, holding: change.row) else { return true }
    guard change.row == range.lowerBound, !context.record(change.row).has(.merged) else {
      return false
    }
    switch change.operation {
    case .replace, .removeEntry, .removeElement: return true
    case .insertEntry, .insertElement: return false
    }
  }

  private mutating func noteDropped() {
    for change in changes {
      let end = context.next(after: change.row)
      switch change.operation {
      case .replace:
        replaced.insert(change.row)
        if end > change.row + 1 { dropped.append(change.row + 1..<end) }
      case .removeElement:
        dropped.append(change.row..<end)
      case .removeEntry:
        dropped.append(change.row..<context.next(after: end))
      case .insertEntry, .insertElement: break
      }
    }
  }

  /// The range that holds a row; the ranges are sorted and disjoint.
  private static func range(in ranges: [Range<UInt32>], holding row: UInt32) -> Range<UInt32>? {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= row { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(row) ? ranges[low] : nil
  }

  private func isDropped(_ row: UInt32) -> Bool {
    Self.range(in: dropped, holding: row) != nil
  }

  private func hasChange(in row: UInt32) -> Bool {
    !edits.changes(in: row..<context.next(after: row)).isEmpty
  }

  /// What a node shall hold when all is done.
  private func finalValue(_ row: UInt32) -> Value {
    let node = Node(document: context.document, index: row)
    return Value(hasChange(in: row) ? edits.applied(to: node) : node)
  }
}

// MARK: - Aliases

extension AnchorResolution {
  private mutating func resolveAliases() {
    var anchorValues: [UInt32: Value] = [:]
    for alias in context.document.decorations where alias.kind == .alias {
      let row = alias.row
      let record = context.record(row)
      // An alias inside of a merge entry has no place of its own.
      guard record.has(.aliasRoot), record.start == alias.range.start,
        !isDropped(row), !replaced.contains(row)
      else { continue }
      let isGone = isDropped(alias.target)
      guard isGone || hasChange(in: row) || hasChange(in: alias.target) else {
        continue
      }
      let wanted = finalValue(row)
      if !isGone {
        let held = anchorValues[alias.target] ?? finalValue(alias.target)
        anchorValues[alias.target] = held
        if held == wanted { continue }
      }
      changes.append(Change(row: row, operation: .replace(wanted), origins: []))
    }
  }
}

// MARK: - Merge keys

extension AnchorResolution {
  private mutating func resolveMerges() {
    var merges: [UInt32: [Decoration]] = [:]
    for decoration in context.document.decorations where decoration.kind == .merge {
      merges[decoration.row, default: []].append(decoration)
    }
    if merges.isEmpty { return }
    var anchors: [ArraySlice<UInt8>: [Decoration]] = [:]
    for decoration in context.document.decorations where decoration.kind == .anchor {
      anchors[context.lines.bytes[decoration.range.indices].dropFirst(), default: []]
        .append(decoration)
    }
    for (row, entries) in merges.sorted(by: { $0.key < $1.key }) {
      guard !isDropped(row), !replaced.contains(row),
        Self.range(in: elsewhere, holding: row) == nil
      else { continue }
      resolve(merges: entries, of: row, anchors)
    }
  }

  private mutating func resolve(
    merges: [Decoration], of mapping: UInt32, _ anchors: [ArraySlice<UInt8>: [Decoration]]
  ) {
    let targets = merges.map { self.targets(of: $0, anchors) }
    let known = targets.allSatisfy { $0 != nil }
    let sources = targets.flatMap { $0 ?? [] }
    guard
      hasChange(in: mapping)
        || sources.contains(where: {
          isDropped($0) || hasChange(in: $0)
        })
    else { return }
    var wanted: [EditPlan.Entry] = []
    var explicit: Set<[UInt8]> = []
    var key = mapping + 1
    while key < context.next(after: mapping) {
      let value = context.next(after: key)
      let isMerged = context.record(key).has(.merged)
      let isRemoved = edits.changes(in: key..<key + 1).contains {
        if case .removeEntry = $0.operation { return true }
        return false
      }
      if !isRemoved {
        let text = Node(document: context.document, index: key).text
        if isMerged {
          wanted.append(.init(key: text, value: finalValue(value), original: key))
        } else {
          explicit.insert(Array(text.utf8))
        }
      }
      key = context.next(after: value)
    }
    for change in edits.changes(in: mapping..<mapping + 1) {
      if case .insertEntry(let key, _) = change.operation { explicit.insert(Array(key.utf8)) }
    }
    guard known, !sources.contains(where: isDropped),
      let brought = brought(by: sources, beside: explicit)
    else {
      mergedEntries[mapping] = wanted
      return
    }
    let names = Set(wanted.map { Array($0.key.utf8) })
    guard brought.keys.allSatisfy(names.contains) else {
      mergedEntries[mapping] = wanted
      return
    }
    // An entry of the mapping's own counts more than one that is merged.
    for entry in wanted {
      if let value = brought[Array(entry.key.utf8)], value == entry.value { continue }
      overriding[mapping, default: []].append(entry)
    }
  }

  /// The entries that merge keys will bring into a mapping, by key; `nil` where a source is none.
  private func brought(
    by sources: [UInt32], beside explicit: Set<[UInt8]>
  ) -> [[UInt8]: Value]? {
    var brought: [[UInt8]: Value] = [:]
    for source in sources {
      guard case .mapping(let entries) = finalValue(source) else { return nil }
      for entry in entries {
        let key = Array(entry.key.utf8)
        // The first of several sources counts.
        if !explicit.contains(key), brought[key] == nil { brought[key] = entry.value }
      }
    }
    return brought
  }

  /// The last of the anchors of one name, which are in the order of the source, before a place.
  private static func last(_ anchors: [Decoration], before place: Decoration) -> Decoration? {
    var low = 0
    var high = anchors.count
    while low < high {
      let middle = (low + high) / 2
      if anchors[middle].range.start < place.range.start { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? anchors[low - 1] : nil
  }

  /// The nodes that a merge entry names; `nil` where it holds anything but aliases.
  private func targets(of merge: Decoration, _ anchors: [ArraySlice<UInt8>: [Decoration]])
    -> [UInt32]?
  {
    let bytes = context.lines.bytes
    var targets: [UInt32] = []
    var index = context.lines.skipToToken(Int(merge.range.start) + 2)
    let end = Int(merge.range.end)
    while index < end {
      let byte = bytes[index]
      index += 1
      switch byte {
      case .asterisk:
        let start = index
        while index < end, !bytes[index].isBlank, !bytes[index].isFlowIndicator { index += 1 }
        guard let anchor = Self.last(anchors[bytes[start..<index]] ?? [], before: merge)
        else { return nil }
        targets.append(anchor.row)
      case .hash:
        index = min(context.lines.lineEnd(index), end)
      case .colon, .openBracket, .closeBracket, .comma: continue
      default:
        if !byte.isBlank { return nil }
      }
    }
    return targets
  }
}
