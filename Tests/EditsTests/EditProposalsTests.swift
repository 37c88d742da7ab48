import Documents
import Edits
import Testing

@Suite struct EditProposalsTests {
  let document = Document(
    [
      "metadata": ["name": "web", "annotations": .null],
      "spec": ["replicas": 1, "containers": [["name": "a"], ["name": "b"], ["name": "c"]]],
    ])

  @Test func `Two origins that need the same missing parent create it once`() throws {
    var proposals = EditProposals(document)
    try proposals.set("1", at: ["metadata", "labels", "a"], below: document.root, by: "one")
    try proposals.set("2", at: ["metadata", "labels", "b"], below: document.root, by: "two")
    let edits = try proposals.merged()
    #expect(edits.changes.count == 1)
    #expect(edits.origins == ["one", "two"])
    let labels: Value = ["a": "1", "b": "2"]
    #expect(edits.applied(to: document.root)["metadata", "labels"].map { Value($0) } == labels)
  }

  @Test func `An entry of a mapping at hand is what the path to it is`() throws {
    let metadata = try #require(document.root["metadata"])
    var proposals = EditProposals(document)
    try proposals.set(["a": "1"], entry: "labels", of: metadata, by: "one")
    try proposals.set(["b": "2"], missingEntry: "labels", of: metadata, by: "two")
    try proposals.set("2", at: ["metadata", "labels", "b"], below: document.root, by: "three")
    try proposals.set("web", entry: "name", of: metadata, by: "one")
    try proposals.set(["c": "3"], entry: "annotations", of: metadata, by: "one")
    let edits = try proposals.merged()
    #expect(edits.origins == ["one", "two", "three"])
    let edited = edits.applied(to: document.root)["metadata"].map { Value($0) }
    let labels: Value = ["a": "1", "b": "2"]
    #expect(edited == ["name": "web", "annotations": ["c": "3"], "labels": labels])
    let conflict = #expect(throws: EditConflict.self) {
      try proposals.set(["d": "4", "a": "5"], missingEntry: "labels", of: metadata, by: "four")
    }
    #expect(conflict?.pointer.description == "/metadata/labels/a")
    #expect(conflict?.origins == ["one", "two", "three", "four"])
    #expect(
      try proposals.merged().applied(to: document.root)["metadata"].map { Value($0) } == edited)
  }

  @Test func `Few insertions come in the order of the document as many do`() throws {
    let containers = try #require(document.root["spec", "containers"])
    for count in [2, 5, 16, 17, 40] {
      var proposals = EditProposals(document)
      for number in (0..<count).reversed() {
        let parent = number % 2 == 0 ? "metadata" : "spec"
        try proposals.set(1, at: [parent, "x\(number)"], below: document.root, by: "one")
        if number % 3 == 0 {
          try proposals.insert(
            .string("y\(number)"), position: number % 4, at: [], below: containers, by: "one")
        }
      }
      let changes = try proposals.merged().changes
      let rows = changes.map(\.row)
      #expect(rows == rows.sorted())
      let keys = changes.compactMap { change -> String? in
        guard case .insertEntry(let key, _) = change.operation else { return nil }
        return key
      }
      let even = (0..<count).reversed().filter { $0 % 2 == 0 }
      let odd = (0..<count).reversed().filter { $0 % 2 == 1 }
      #expect(keys == (even + odd).map { "x\($0)" })
      let positions = changes.compactMap { change -> Int? in
        guard case .insertElement(_, let position) = change.operation else { return nil }
        return position
      }
      #expect(positions == positions.sorted())
    }
  }

  @Test func `A parent that is null counts as missing and is made once`() throws {
    var proposals = EditProposals(document)
    try proposals.set("1", at: ["metadata", "annotations", "a"], below: document.root, by: "one")
    try proposals.set("2", at: ["metadata", "annotations", "b"], below: document.root, by: "two")
    let edits = try proposals.merged()
    #expect(edits.changes.count == 1)
    let annotations: Value = ["a": "1", "b": "2"]
    let edited = edits.applied(to: document.root)
    #expect(edited["metadata", "annotations"].map { Value($0) } == annotations)
  }

  @Test func `The same wish twice is one change, and names both`() throws {
    var proposals = EditProposals(document)
    try proposals.set(3, at: ["spec", "replicas"], below: document.root, by: "one")
    try proposals.set(.number("3.0"), at: ["spec", "replicas"], below: document.root, by: "two")
    let edits = try proposals.merged()
    #expect(edits.changes.count == 1)
    #expect(edits.changes[0].origins == ["one", "two"])
  }

  @Test func `What the document says already is no change`() throws {
    var proposals = EditProposals(document)
    try proposals.set(1, at: ["spec", "replicas"], below: document.root, by: "one")
    try proposals.remove(at: ["spec", "paused"], below: document.root, by: "one")
    #expect(proposals.isEmpty)
    #expect(try proposals.merged().isEmpty)
  }

  typealias Wish = @Sendable (inout EditProposals, Node) throws(EditConflict) -> Void

  /// Pairs that cannot both be had, with the place that the conflict names.
  static let contradictions: [(String, String, Wish, Wish)] = [
    (
      "different values", "/spec/replicas",
      { p, n throws(EditConflict) in
        try p.set(2, at: ["spec", "replicas"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.set(3, at: ["spec", "replicas"], below: n, by: "two")
      }
    ),
    (
      "one wants what is there", "/spec/replicas",
      { p, n throws(EditConflict) in
        try p.set(1, at: ["spec", "replicas"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.set(3, at: ["spec", "replicas"], below: n, by: "two")
      }
    ),
    (
      "different values for a new entry", "/spec/paused",
      { p, n throws(EditConflict) in
        try p.set(true, at: ["spec", "paused"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.set(false, at: ["spec", "paused"], below: n, by: "two")
      }
    ),
    (
      "one wants it absent, which it is", "/spec/paused",
      { p, n throws(EditConflict) in
        try p.remove(at: ["spec", "paused"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.set(false, at: ["spec", "paused"], below: n, by: "two")
      }
    ),
    (
      "set and remove", "/spec/replicas",
      { p, n throws(EditConflict) in
        try p.set(2, at: ["spec", "replicas"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.remove(at: ["spec", "replicas"], below: n, by: "two")
      }
    ),
    (
      "inside of what goes", "/spec/containers/1/name",
      { p, n throws(EditConflict) in
        try p.set("x", at: ["spec", "containers", "1", "name"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.remove(at: ["spec", "containers"], below: n, by: "two")
      }
    ),
    (
      "an entry for a mapping that another replaces", "/spec",
      { p, n throws(EditConflict) in
        try p.set(true, at: ["spec", "paused"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.set("none", at: ["spec"], below: n, by: "two")
      }
    ),
    (
      "two whole mappings", "/spec",
      { p, n throws(EditConflict) in
        try p.set(["a": 1], at: ["spec"], below: n, by: "one")
      },
      { p, n throws(EditConflict) in
        try p.set(["b": 1], at: ["spec"], below: n, by: "two")
      }
    ),
  ]

  @Test(arguments: contradictions.indices, [false, true])
  func `Wishes that contradict are a conflict that names both, in either order`(
    index: Int, swapped: Bool
  ) throws {
    let (_, pointer, first, second) = Self.contradictions[index]
    let conflict = #expect(throws: EditConflict.self) {
      var proposals = EditProposals(document)
      try (swapped ? second : first)(&proposals, document.root)
      try (swapped ? first : second)(&proposals, document.root)
      _ = try proposals.merged()
    }
    #expect(conflict?.pointer.description == pointer)
    #expect(Set(conflict?.origins ?? []) == ["one", "two"])
  }

  @Test func `What a merge patch adds comes in the order of the patch`() throws {
    var proposals = EditProposals(document)
    let patch: Value = ["b": "1", "a": "2", "metadata": ["z": "3", "y": "4"], "c": "5"]
    try proposals.merge(MergePatch(patch), into: document.root, by: "one")
    let edited = try proposals.merged().applied(to: document.root)
    #expect(edited.entries.map(\.key.text) == ["metadata", "spec", "b", "a", "c"])
    let metadata = try #require(edited["metadata"])
    #expect(metadata.entries.map(\.key.text) == ["name", "annotations", "z", "y"])
  }

  @Test func `A parent that is a scalar stands in the way`() {
    let conflict = #expect(throws: EditConflict.self) {
      var proposals = EditProposals(document)
      try proposals.set(1, at: ["spec", "replicas", "x"], below: document.root, by: "one")
    }
    #expect(conflict?.cause == .parentIsNoMapping)
    #expect(conflict?.pointer.description == "/spec/replicas/x")
  }

  @Test func `What one wants as it is may lie inside of an equal whole`() throws {
    var proposals = EditProposals(document)
    try proposals.set("web", at: ["metadata", "name"], below: document.root, by: "one")
    try proposals.set(["name": "web"], at: ["metadata"], below: document.root, by: "two")
    #expect(try proposals.merged().origins == ["two"])
  }

  @Test func `Elements come in the order of the proposals, and a missing sequence is made once`()
    throws
  {
    var proposals = EditProposals(document)
    let root = document.root
    for (place, name) in [(3, "x"), (0, "y"), (3, "z"), (1, "v"), (0, "w")] {
      try proposals.insert(
        .string(name), position: place, at: ["spec", "containers"], below: root, by: "one")
    }
    try proposals.append("p", at: ["spec", "volumes"], below: root, by: "one")
    try proposals.append("q", at: ["spec", "volumes"], below: root, by: "two")
    try proposals.remove(at: ["spec", "containers", "1"], below: root, by: "two")
    let edits = try proposals.merged()
    let edited = edits.applied(to: root)
    #expect(edited.document.malformation() == nil)
    let containers: Value = ["y", "w", ["name": "a"], "v", ["name": "c"], "x", "z"]
    #expect(edited["spec", "containers"].map { Value($0) } == containers)
    #expect(edited["spec", "volumes"].map { Value($0) } == ["p", "q"])
  }

  @Test func `The object at a base that is itself to go is still there for whoever asks`() throws {
    var proposals = EditProposals(document)
    try proposals.remove(at: ["spec", "containers", "1"], below: document.root, by: "one")
    let edits = try proposals.merged()
    let element = try #require(document.root["spec", "containers"]?[element: 1])
    #expect(Value(edits.applied(to: element)) == ["name": "b"])
  }
}
