import Documents
import Edits
import Foundation
import JSONSyntax
import TestSupport
import Testing
import YAMLSyntax

/// `Tests/Fixtures/rendering/<case>`: what a careful person would have made of `before.yaml` who is
/// asked for the changes of `patch.json`, a JSON Patch of `add`, `replace` and `remove`. A `path`
/// may begin with the position of a document and a colon. `KPATCH_RECORD=1` writes each
/// `after.yaml` anew.
@Suite struct RenderingFixtureTests {
  static let home = Suites.root.appendingPathComponent("Tests/Fixtures/rendering")

  static let cases: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: home.path)
    return (names ?? []).filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }.sorted()
  }()

  @Test func `There are fixtures`() {
    #expect(Self.cases.count >= 50)
  }

  @Test(arguments: cases)
  func `A careful person would have written it so`(name: String) throws {
    let folder = Self.home.appendingPathComponent(name)
    let before = [UInt8](try Data(contentsOf: folder.appendingPathComponent("before.yaml")))
    let patch = try JSONParser.parse(
      Source([UInt8](try Data(contentsOf: folder.appendingPathComponent("patch.json")))))
    var output: [UInt8] = []
    for document in try YAMLParser.parse(Source(before)) {
      let edits = try Self.edits(patch.root, of: document)
      let rendering = try YAMLRenderer.rendering(of: edits)
      if rendering.widenings > 0, !name.hasPrefix("widened-") {
        RenderingPropertyTests.show(document, edits)
        Issue.record("widened")
      }
      TextEdit.apply(
        rendering.textEdits, to: before, in: document.range, into: &output)
    }
    let file = folder.appendingPathComponent("after.yaml")
    if ProcessInfo.processInfo.environment["KPATCH_RECORD"] != nil {
      try Data(output).write(to: file)
    }
    let after = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(String(decoding: output, as: UTF8.self) == after)
  }

  /// The operations for one document as edits.
  private static func edits(_ patch: Node, of document: Document) throws -> EditSet {
    var proposals = EditProposals(document)
    let root = document.root
    for operation in patch.elements {
      var pointer = operation["path"]?.string ?? ""
      var position = 0
      if let colon = pointer.firstIndex(of: ":"), let number = Int(pointer[..<colon]) {
        position = number
        pointer = String(pointer[pointer.index(after: colon)...])
      }
      guard position == document.position else { continue }
      let path = try #require(JSONPointer(parsing: pointer)).tokens
      let value = operation["value"].map { Value($0) }
      let parent = root.at(path.dropLast()[...])
      switch operation["op"]?.string {
      case "remove":
        try proposals.remove(at: path, below: root, by: "test")
      case "add" where parent?.isSequence == true && path.last != "-":
        let place = try #require(path.last.flatMap(JSONPointer.elementIndex))
        try proposals.insert(
          try #require(value), position: place, at: path.dropLast(), below: root, by: "test")
      case "add" where path.last == "-":
        try proposals.append(try #require(value), at: path.dropLast(), below: root, by: "test")
      case "add", "replace":
        try proposals.set(try #require(value), at: path, below: root, by: "test")
      default:
        Issue.record("unknown operation")
      }
    }
    return try proposals.merged()
  }
}
