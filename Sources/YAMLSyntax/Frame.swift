/// One open collection on the parser's stack, or the root of the document.
struct Frame {
  enum Kind: UInt8 {
    case root
    case blockSequence
    case blockMapping
    case flowSequence
    case flowMapping
    /// The mapping of one entry that `[a: b]` has as its element.
    case flowPair
  }

  /// What the collection waits for.
  enum State: UInt8 {
    /// Root and sequences: a node.
    case item
    /// Root: nothing more. Block sequence: the next `-`. Flow: `,` or the closing bracket.
    case done
    /// Mappings: the next key.
    case key
    /// Mappings: the key that follows `?`.
    case explicitKey
    /// Mappings: the `:` after a key that does not need one (`? key`, `{key}`).
    case afterKey
    /// Mappings: the value.
    case value
  }

  var kind: Kind
  var state: State
  /// Whether the last node of a flow collection is of JSON's kind, so that `:` may touch it.
  var jsonLike = false
  /// Whether the key that waits for its value is the merge key.
  var merging = false
  /// Column of a block collection's entries; for flow collections, of the block around them.
  var indent: Int
  /// The row of the collection.
  var row: Int
  /// Elements or entries so far.
  var count = 0
  /// Where the keys of this mapping begin in the parser's `keys`.
  var keyBase: Int
  /// The index of a mapping with many keys among the parser's `keyIndexes`, or -1.
  var keyIndex = -1
  /// Right after the indicator that announced the node that is waited for.
  var nodeAt: Int
  /// Where the entry that is being read begins, and the line that it begins on.
  var entryAt = 0
  var entryLine = 0
  var entryRow = 0
  /// The count of alias nodes when the merge key was read.
  var mergeAliasNodes = 0
  /// Where the collection itself begins, and its line.
  var start: Int
  var line: Int

  init(
    kind: Kind, state: State, indent: Int, row: Int, keyBase: Int, nodeAt: Int, start: Int,
    line: Int
  ) {
    self.kind = kind
    self.state = state
    self.indent = indent
    self.row = row
    self.keyBase = keyBase
    self.nodeAt = nodeAt
    self.start = start
    self.line = line
  }

  var isMapping: Bool { kind == .blockMapping || kind == .flowMapping || kind == .flowPair }
  var isFlow: Bool { kind.rawValue >= Kind.flowSequence.rawValue }
}

/// The anchor and the tag before a node, as ranges of the source.
struct Properties {
  var anchorStart = 0
  var anchorEnd = 0
  var tagStart = 0
  var tagEnd = 0

  /// Offsets are never 0 at an end: a property has at least one byte.
  @inline(__always) var isEmpty: Bool { anchorEnd | tagEnd == 0 }
  var hasAnchor: Bool { anchorEnd != 0 }
  var hasTag: Bool { tagEnd != 0 }
  var end: Int { max(anchorEnd, tagEnd) }

  /// Where the first of them begins.
  var start: Int {
    if !hasAnchor { return tagStart }
    return hasTag ? min(anchorStart, tagStart) : anchorStart
  }
}

/// A scalar that was scanned and has no row yet.
struct ScannedScalar {
  /// Its range in the source, quotes and block header included.
  var start = 0
  var end = 0
  /// Its text, in the source or in the side text.
  var textStart = 0
  var textCount = 0
  var side = false
  /// Whether its type is found by its text.
  var plain = false
}
