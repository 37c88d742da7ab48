import Documents
import Edits
import Testing

/// Random edits of random objects: what is applied is what the JSON Patch says.
@Suite struct EditPropertyTests {
  @Test(arguments: 0..<400)
  func `The edited table is well-formed and equals the patched value`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let document = Document(random.value(depth: 4))
    var proposals = EditProposals(document)
    for _ in 0..<random.below(12) {
      // What contradicts what was proposed before is no wish.
      var attempt = proposals
      do {
        try random.propose(on: &attempt)
        _ = try attempt.merged()
        proposals = attempt
      } catch is EditConflict {}
    }
    let edits = try proposals.merged()
    let edited = edits.applied(to: document.root)
    #expect(edited.document.malformation() == nil)
    let patched = ReferencePatch.apply(
      JSONPatch(edits, below: document.root), to: .init(document.root))
    #expect(patched == Value(edited))
    for (left, right) in zip(edits.changes, edits.changes.dropFirst()) {
      #expect(left.row <= right.row)
    }
  }
}

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

  mutating func value(depth: Int) -> Value {
    switch below(depth > 0 ? 6 : 3) {
    case 0: return .null
    case 1: return .number(String(below(5)))
    case 2: return .string(["a", "b", "", "true"][below(4)])
    case 3: return .sequence((0..<below(4)).map { _ in value(depth: depth - 1) })
    default:
      return .mapping(
        ["a", "b", "c", "d"].prefix(below(5)).map { .init($0, value(depth: depth - 1)) })
    }
  }

  mutating func propose(on proposals: inout EditProposals) throws {
    let document = proposals.document
    let rows = UInt32(document.records.count)
    let node = Node(document: document, index: UInt32(below(Int(rows))))
    // Keys are rows as well; the pointer of one is that of its value.
    let path = document.pointer(to: node).tokens
    let root = document.root
    switch below(5) {
    case 0: try proposals.set(value(depth: 2), at: path, below: root, by: "one")
    case 1: try proposals.set(value(depth: 1), at: path + ["n", "m"], below: root, by: "two")
    case 2: try proposals.remove(at: path, below: root, by: "one")
    case 3: try proposals.append(value(depth: 1), at: path, below: root, by: "two")
    default:
      guard let target = root.at(path[...]), target.isSequence else { return }
      try proposals.insert(
        value(depth: 1), position: below(target.count + 1), at: path, below: root, by: "one")
    }
  }
}
