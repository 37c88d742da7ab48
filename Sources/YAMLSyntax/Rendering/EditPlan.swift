import Documents
import Edits

/// What shall happen to the text, node by node, after aliases and merge keys are settled: every row
/// in it is written where it stands.
struct EditPlan {
  /// An entry to be written.
  struct Entry {
    let key: String
    let value: Value
    /// The row of the key where it is a copy: of an entry that a merge key brings.
    var original: UInt32?

    var entry: Value.Entry { Value.Entry(key, value) }
  }

  /// What happens to the entries or elements of one collection.
  struct Collection {
    var entries: [Entry] = []
    /// Elements to insert, each before the element of that position, positions rising.
    var elements: [(position: Int, value: Value)] = []
    /// Rows of keys or elements that go.
    var removed: Set<UInt32> = []
    /// What stands instead of all merge entries of the mapping.
    var mergedEntries: [Entry]?

    var inserts: Bool { !entries.isEmpty || !elements.isEmpty }
  }

  /// Where a row stands: in which collection, and how deep.
  struct Site {
    /// `nil` for the root.
    var parent: UInt32?
    /// The key of the entry whose value the row is.
    var key: UInt32?
    var isKey = false
    var depth = 0
  }

  private(set) var replacements: [UInt32: Value] = [:]
  private(set) var collections: [UInt32: Collection] = [:]
  private(set) var sites: [UInt32: Site] = [:]
  /// The rows to which something happens, in the order of the document.
  private(set) var rows: [UInt32] = []

  /// - Parameters:
  ///   - mergedEntries: what replaces the merge entries of a mapping.
  ///   - overriding: what a mapping gets beside its merge entries, which counts more.
  init(
    _ changes: [Change], mergedEntries: [UInt32: [Entry]] = [:],
    overriding: [UInt32: [Entry]] = [:], _ document: Document
  ) {
    let named = Set(changes.map(\.row)).union(mergedEntries.keys).union(overriding.keys)
    locate(named.sorted(), in: document)
    for change in changes {
      let site = sites[change.row] ?? Site()
      switch change.operation {
      case .replace(let value):
        replacements[change.row] = value
      case .insertEntry(let key, let value):
        collections[change.row, default: Collection()].entries.append(
          Entry(key: key, value: value))
      case .insertElement(let value, let position):
        collections[change.row, default: Collection()].elements.append((position, value))
      case .removeEntry, .removeElement:
        if let parent = site.parent {
          collections[parent, default: Collection()].removed.insert(change.row)
        }
      }
    }
    for (row, entries) in mergedEntries {
      collections[row, default: Collection()].mergedEntries = entries
    }
    for (row, entries) in overriding {
      collections[row, default: Collection()].entries += entries
    }
    rows = Set(replacements.keys).union(collections.keys).sorted()
  }

  /// Finds the sites of rows, which rise. Each collection's children are passed once.
  private mutating func locate(_ rows: [UInt32], in document: Document) {
    struct Frame {
      let row: UInt32
      let end: UInt32
      let isMapping: Bool
      let site: Site
      var child: UInt32
      var before: UInt32
      var isKey: Bool
    }
    var open: [Frame] = []
    sites[0] = Site()
    func enter(_ row: UInt32, _ site: Site) {
      let record = document.records[Int(row)]
      guard record.isContainer else { return }
      open.append(
        Frame(
          row: row, end: record.second, isMapping: record.kind == .mapping, site: site,
          child: row + 1, before: row, isKey: record.kind == .mapping))
    }
    enter(0, Site())
    for row in rows where row > 0 {
      while let last = open.last, last.end <= row { open.removeLast() }
      while let innermost = open.indices.last {
        let next = document.next(after: open[innermost].child)
        if next <= row {
          open[innermost].before = open[innermost].child
          open[innermost].child = next
          open[innermost].isKey = open[innermost].isMapping && !open[innermost].isKey
          continue
        }
        let frame = open[innermost]
        let site = Site(
          parent: frame.row, key: frame.isMapping && !frame.isKey ? frame.before : nil,
          isKey: frame.isKey, depth: frame.site.depth + 1)
        // The parent of a row that something is removed from needs its site as well.
        sites[frame.row] = frame.site
        if frame.child == row {
          sites[row] = site
          break
        }
        enter(frame.child, site)
      }
    }
  }
}
