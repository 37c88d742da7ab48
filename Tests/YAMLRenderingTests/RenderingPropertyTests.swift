import Documents
import Edits
import Foundation
import TestSupport
import Testing

@testable import YAMLSyntax

/// Random edits of real files and of the odd ones of the YAML test suite.
@Suite struct RenderingPropertyTests {
  /// What is wrong with a rendering, or `nil`.
  static func check(_ document: Document, _ edits: EditSet) -> (problem: String?, widenings: Int) {
    let rendering: Rendering
    do throws(RenderingFailure) {
      rendering = try YAMLRenderer.rendering(of: edits)
    } catch {
      return ("cannot be rendered", 0)
    }
    var position = document.range.start
    for edit in rendering.textEdits {
      if edit.range.start < position { return ("edits overlap", 0) }
      position = edit.range.end
    }
    if position > document.range.end { return ("an edit outside of the document", 0) }
    var bytes: [UInt8] = []
    TextEdit.apply(
      rendering.textEdits, to: document.source.bytes, in: document.range, into: &bytes)
    guard let parsed = try? YAMLParser.parse(Source(bytes)), parsed.count == 1 else {
      return ("not YAML:\n" + String(decoding: bytes, as: UTF8.self), rendering.widenings)
    }
    let wanted = Value(edits.applied(to: document.root))
    guard Value(parsed[0].root) == wanted else { return ("says something else", 0) }
    return (nil, rendering.widenings)
  }

  /// Prints the changes, and the lines that the smallest edits would change.
  static func show(_ document: Document, _ edits: EditSet) {
    for change in edits.changes {
      let node = Node(document: document, index: change.row)
      print("  ", document.pointer(to: node), change.operation)
    }
    let refined = edits.refined()
    guard let small = YAMLRenderer.unverified(refined, refined.changes)?.edits else {
      return print("   overlapping edits")
    }
    let source = document.source
    var bytes: [UInt8] = []
    TextEdit.apply(small, to: source.bytes, in: document.range, into: &bytes)
    do {
      let parsed = try YAMLParser.parse(Source(bytes))
      if parsed.count == 1 {
        for (index, record) in parsed[0].records.enumerated() where !record.isContainer {
          let other = edits.applied(to: document.root).document
          let node = Node(document: parsed[0], index: UInt32(index))
          if other.root.at(parsed[0].pointer(to: node))?.text != node.text {
            print("   differs at", parsed[0].pointer(to: node), node.text.debugDescription)
          }
        }
      } else {
        print("   documents:", parsed.count)
      }
    } catch {
      print("   ", error)
    }
    for edit in small {
      var start = Int(edit.range.start)
      var end = Int(edit.range.end)
      let floor = max(Int(document.range.start), start - 120)
      while start > floor { start -= 1 }
      end = min(Int(document.range.end), end + 60)
      let before = source.bytes[start..<Int(edit.range.start)]
      let after = source.bytes[Int(edit.range.end)..<end]
      print(
        "   ...\(String(decoding: before, as: UTF8.self))⟦"
          + source.text(of: edit.range) + "⟧→⟦" + String(decoding: edit.replacement, as: UTF8.self)
          + "⟧\(String(decoding: after, as: UTF8.self))...")
    }
  }

  private struct Tally {
    var documents = 0
    var changes = 0
    var widened = 0
  }

  private static let isVerbose = ProcessInfo.processInfo.environment["KPATCH_VERBOSE"] != nil

  /// Renders random edits of one document and records what is wrong with them.
  private static func tryEdits(
    of document: Document, seed: UInt64, _ name: String, _ tally: inout Tally
  ) throws {
    var random = RandomEdits(random: SplitMix(state: seed))
    let edits = try random.edits(of: document)
    let result = check(document, edits)
    tally.documents += 1
    tally.changes += edits.changes.count
    if result.widenings > 0 {
      tally.widened += 1
      if isVerbose {
        print("WIDENED", result.widenings, seed, name, document.position)
        show(document, edits)
      }
    }
    if let problem = result.problem {
      if isVerbose { show(document, edits) }
      Issue.record("seed \(seed), \(name), document \(document.position): \(problem)")
    }
  }

  /// Every ninth file by default; `KPATCH_STRIDE=1` takes all 4,800, which needs some seconds.
  @Test func `Edited manifests say what the edits mean`() throws {
    guard let home = Suites.directory("manifests") else { return }
    let files = FileManager.default.enumerator(at: home, includingPropertiesForKeys: [.fileSizeKey])
    let stride = Int(ProcessInfo.processInfo.environment["KPATCH_STRIDE"] ?? "") ?? 9
    var names: [URL] = []
    while let file = files?.nextObject() as? URL {
      if ["yaml", "yml"].contains(file.pathExtension) { names.append(file) }
    }
    names.sort { $0.path < $1.path }
    var tally = Tally()
    for (index, file) in names.enumerated() where index % stride == 0 {
      let bytes = [UInt8](try Data(contentsOf: file))
      guard bytes.count < 20_000, let parsed = try? YAMLParser.parse(Source(bytes))
      else { continue }
      for document in parsed.prefix(8) {
        try Self.tryEdits(of: document, seed: UInt64(tally.documents + 1), file.path, &tally)
      }
    }
    #expect(tally.documents > 500)
    #expect(tally.widened * 100 <= tally.documents)
    print("manifests: \(tally)")
  }

  @Test func `An insertion into a manifest takes nothing away but what stood for nothing`() throws {
    guard let home = Suites.directory("manifests") else { return }
    let files = FileManager.default.enumerator(at: home, includingPropertiesForKeys: nil)
    var count = 0
    var random = RandomEdits(random: SplitMix(state: 7))
    while let file = files?.nextObject() as? URL {
      guard ["yaml", "yml"].contains(file.pathExtension), random.random.below(12) == 0 else {
        continue
      }
      let bytes = [UInt8](try Data(contentsOf: file))
      guard bytes.count < 20_000, let parsed = try? YAMLParser.parse(Source(bytes)) else {
        continue
      }
      for document in parsed.prefix(4) where document.decorations.isEmpty {
        let mappings = document.records.indices.filter { document.records[$0].kind == .mapping }
        guard !mappings.isEmpty, document.remarks.isEmpty else { continue }
        let mapping = Node(document: document, index: UInt32(random.random.element(mappings)))
        var proposals = EditProposals(document)
        try proposals.set(
          random.value(depth: 2), at: ["metadata.new/entry", "below"], below: mapping, by: "a")
        let edits = try YAMLRenderer.textEdits(for: try proposals.merged())
        for edit in edits {
          let gone = document.source.text(of: edit.range).filter { !$0.isWhitespace }
          #expect(["", "{}"].contains(gone), "\(file.path)")
        }
        count += 1
      }
    }
    #expect(count > 200)
  }

  private struct Case: Decodable {
    let id: String
    let yaml: String
    let error: Bool
  }

  @Test func `Edited cases of the YAML test suite say what the edits mean`() throws {
    guard let bytes = try Suites.bytes("yaml-test-suite/cases.json") else { return }
    let rounds = UInt64(ProcessInfo.processInfo.environment["KPATCH_ROUNDS"] ?? "") ?? 20
    var tally = Tally()
    for item in try JSONDecoder().decode([Case].self, from: Data(bytes)) where !item.error {
      guard let parsed = try? YAMLParser.parse(Source(item.yaml)) else { continue }
      for document in parsed {
        for round in 0..<rounds {
          let seed = UInt64(tally.documents) &* 31 &+ round
          try Self.tryEdits(of: document, seed: seed, item.id, &tally)
        }
      }
    }
    #expect(tally.documents > 4_000)
    #expect(tally.widened * 10 <= tally.documents)
    print("suite: \(tally)")
  }

  static let shared: [String] = [
    """
    base: &base
      image: nginx
      env:
        - name: A
          value: "1"
    one: *base
    two: *base
    three:
      nested: *base
      other: 1
    """,
    """
    defaults: &d
      cpu: 100m
      memory: 128Mi
      deep: {a: 1}
    more: &m {memory: 1Gi, extra: x}
    web:
      <<: *d
      cpu: 200m
    job:
      name: x
      <<: [*d, *m]
    inline:
      <<: {a: 1, b: 2}
      c: 3
    flow: {<<: *m, z: 1}
    """,
    """
    - &a scalar
    - *a
    - &b [*a, *a]
    - *b
    - k: &c
        x: *a
        y: *b
      l: *c
    - <<: *c
    - *c
    """,
    """
    a: &x 1
    b: &x 2
    c: *x
    *x : key
    d: &e
    e: *e
    f: !!str &g 12
    g: *g
    """,
  ]

  @Test(arguments: shared.indices)
  func `Edits among anchors, aliases and merge keys change nothing but what they mean`(
    index: Int
  ) throws {
    let rounds = UInt64(ProcessInfo.processInfo.environment["KPATCH_ROUNDS"] ?? "") ?? 300
    var tally = Tally()
    let document = try #require(try YAMLParser.parse(Source(Self.shared[index] + "\n")).first)
    for round in 0..<rounds {
      try Self.tryEdits(of: document, seed: round &* 77, "shared \(index)", &tally)
    }
    #expect(tally.widened * 10 <= tally.documents)
    print("shared \(index): \(tally)")
  }
}
