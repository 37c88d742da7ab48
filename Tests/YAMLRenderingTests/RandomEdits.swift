import Documents
import Edits

/// A small generator with a seed, so that every failure can be had again.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func element<T>(_ array: [T]) -> T { array[below(array.count)] }
}

/// Proposes edits at random places of a document.
struct RandomEdits {
  var random: SplitMix

  static let strings = [
    "web", "8080", "true", "on", "1e3", "*x", "&x", "!x", "%x", "@x", "`x", "- x", "a: b", "a #b",
    "", " lead", "trail ", "=", "<<", "0x1F", "1_000", ".5", "~", "2001-12-14", "null", "a\nb",
    "a\nb\n", "a\n\n", "\n", "  indented\nb\n", "\ttab", "\ttab\nb", "it's", "say \"hi\"", "a:",
    ":a", "?", "-", "--flag", "---", "...", "a,b", "[x", "{x}", "ünïcode", "\u{1}\u{7F}\u{85}",
    "\u{FEFF}bom", "\u{2028}", "back\\slash", "cr\rlf\r\n", "1:30", "y", "No", "x\n \n y\n",
    "\n\nx",
    "#comment", "a\n# no comment\nb", "key: |\n  x", "a\n   \n", "😀", "0o17", "+1", "1.", "|", ">x",
    "very long " + String(repeating: "text ", count: 60), "'", "\"", "a\n---\nb\n", "500m",
    "10.0.0.1",
  ]

  static let keys = [
    "app", "prometheus.io/scrape", "8080", "true", "a b", "a: b", "", "- x", "*a", "ü", "y", "<<",
    "#k", "a\nb", "=", "key'", "\"k\"", "?", "k,[]{}", "null", ":",
  ]

  mutating func value(depth: Int) -> Value {
    switch random.below(depth > 0 ? 10 : 6) {
    case 0: return .null
    case 1: return .boolean(random.below(2) == 0)
    case 2: return .number(random.element(["0", "-1", "8080", "0.5", "1e3", "123456789012"]))
    case 3, 4, 5: return .string(random.element(Self.strings))
    case 6, 7: return .sequence((0..<random.below(4)).map { _ in value(depth: depth - 1) })
    default:
      var entries: [Value.Entry] = []
      for _ in 0..<random.below(4) {
        let key = random.element(Self.keys)
        if !entries.contains(where: { $0.key == key }) {
          entries.append(.init(key, value(depth: depth - 1)))
        }
      }
      return .mapping(entries)
    }
  }

  /// A set of one to five edits that do not contradict each other.
  mutating func edits(of document: Document) throws -> EditSet {
    var proposals = EditProposals(document)
    for _ in 0...random.below(5) {
      var attempt = proposals
      do {
        try propose(on: &attempt)
        _ = try attempt.merged()
        proposals = attempt
      } catch {}
    }
    return try proposals.merged()
  }

  private mutating func propose(on proposals: inout EditProposals) throws(EditConflict) {
    let document = proposals.document
    let root = document.root
    let node = Node(document: document, index: UInt32(random.below(document.records.count)))
    let path = document.pointer(to: node).tokens
    guard let target = root.at(path[...]) else { return }
    switch random.below(8) {
    case 0, 1: try proposals.set(value(depth: 2), at: path, below: root, by: "a")
    case 2: try proposals.remove(at: path, below: root, by: "b")
    case 3:
      guard target.isMapping || target.isNull else { return }
      try proposals.set(
        value(depth: 2), at: path + [random.element(Self.keys)], below: root, by: "c")
    case 4:
      guard target.isMapping || target.isNull else { return }
      try proposals.set(
        value(depth: 1), at: path + ["metadata", "annotations", random.element(Self.keys)],
        below: root, by: "c")
    case 5:
      // Edits of nested mappings are what mutators do most.
      guard target.isMapping, let entry = target.entries.first(where: { _ in true }) else { return }
      try proposals.set(value(depth: 1), at: path + [entry.key.text], below: root, by: "d")
    default:
      guard target.isSequence else {
        guard target.isMapping else { return }
        try proposals.set(value(depth: 1), at: path + ["new"], below: root, by: "e")
        return
      }
      try proposals.insert(
        value(depth: 2), position: random.below(target.count + 1), at: path, below: root, by: "d")
    }
  }
}
