import Documents
import Foundation
import JSONSyntax
import TestSupport
import Testing

@testable import YAMLSyntax

@Suite("Manifests of many projects")
struct ManifestsCorpusTests {
  @Test("Every file is read as Kubernetes reads it, or refused where it refuses")
  func corpus() throws {
    guard let folder = Suites.directory("manifests"),
      let index = try Suites.bytes("manifests/index.jsonl")
    else { return }
    for line in index.split(separator: UInt8(ascii: "\n")) {
      let entry = try JSONParser.parse(Source(Array(line))).root
      let name = try #require(entry["file"]?.string)
      let isTemplate = name.hasPrefix("templates/")
      let refusal =
        entry["error"]?.string
        ?? entry["docs"]?.elements.lazy.compactMap { $0["error"]?.string }.first { _ in true }
      let source = Source(
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))))
      do {
        let documents = try YAMLParser.parse(source)
        expectWellFormed(documents, source)
        // The suite's reader was told to refuse equal keys; kubectl's takes the last one.
        let isDuplicate = refusal?.contains("already set in map") == true
        #expect(
          isDuplicate == documents.contains { !$0.remarks.isEmpty } || refusal == nil,
          "\(name): remarks")
        #expect(
          refusal == nil || isTemplate || isDuplicate, "\(name) is read: \(refusal ?? "")")
      } catch {
        let position = LineTable(source).position(of: error.offset)
        #expect(
          refusal != nil || isTemplate,
          "\(name):\(position.line):\(position.column) \(error.reason.message)")
      }
    }
  }

  @Test("Where the suite has Kubernetes' JSON of a file, ours is the same")
  func json() throws {
    guard let folder = Suites.directory("manifests"),
      let expected = try Suites.bytes("manifests/expected-json.jsonl")
    else { return }
    for line in expected.split(separator: UInt8(ascii: "\n")) {
      let entry = try JSONParser.parse(Source(Array(line))).root
      let name = try #require(entry["file"]?.string)
      let source = Source(
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))))
      let wanted = try #require(entry["docs"]).elements.map { Value($0) }
      guard let documents = try? YAMLParser.parse(source) else {
        Issue.record("\(name) is refused")
        continue
      }
      let read = documents.filter { !$0.isBlank }.map { Value($0.root) }
      #expect(read == wanted.filter { $0 != .null }, "\(name)")
    }
  }
}
