import Documents
import Foundation
import JSONSyntax
import TestSupport
import Testing

@testable import YAMLSyntax

@Suite("yaml-test-suite")
struct YAMLTestSuiteTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let name: String
    let yaml: String
    let events: String?
    let json: String?
    let error: Bool

    var testDescription: String { "\(id) \(name)" }
  }

  static let cases: [Case] = {
    do {
      guard let bytes = try Suites.bytes("yaml-test-suite/cases.json") else { return [] }
      return try JSONDecoder().decode([Case].self, from: Data(bytes))
    } catch {
      Issue.record("cases.json: \(error)")
      return []
    }
  }()

  @Test("A valid case gives the suite's events and JSON", arguments: cases.filter { !$0.error })
  func valid(_ item: Case) throws {
    let source = Source(item.yaml)
    let documents = try YAMLParser.parse(source, reading: .core)
    expectWellFormed(documents, source)
    if let events = item.events { #expect(EventDump.dump(documents) == events) }
    if let json = item.json {
      let expected = try JSONParser.parseStream(Source(json)).map { Value($0.root) }
      let hasNone = documents.count == 1 && documents[0].isBlank && expected.isEmpty
      #expect((hasNone ? [] : documents.map { Value($0.root) }) == expected)
    }
  }

  @Test("An error case is refused", arguments: cases.filter(\.error))
  func error(_ item: Case) {
    #expect(throws: SyntaxError.self) {
      try YAMLParser.parse(Source(item.yaml), reading: .core)
    }
  }

  /// Cases that the two readings see differently, with the reason.
  static let differences: [String: String] = [
    "4ABK": "it takes the ':' before ',' into the key",
    "652Z": "it takes '?' for an indicator where text follows it",
    "HM87/01": "the same",
    "DK3J": "it wants the text of a block scalar indented in a bare document",
    "FP8R": "the same",
    "JEF9/02": "it was given the text without the line break that kubectl adds at the end",
    "L24T/01": "the same",
    "Y2GN": "it ends the name of an anchor at ':'",
  ]

  @Test("Where Kubernetes' reader accepts a case, its JSON is the same as ours")
  func underKubernetes() throws {
    guard let lines = try Suites.bytes("k8s-yaml-oracle/yaml-test-suite-under-kubernetes.jsonl")
    else { return }
    let byID = Dictionary(uniqueKeysWithValues: Self.cases.map { ($0.id, $0) })
    var compared = 0
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      let oracle = try JSONParser.parse(Source(Array(line))).root
      guard let id = oracle["id"]?.string, let item = byID[id], let json = oracle["k8sJSON"],
        Self.differences[id] == nil
      else { continue }
      guard let documents = try? YAMLParser.parse(Source(item.yaml)), let first = documents.first
      else { continue }
      compared += 1
      #expect(Value(first.root) == Value(json), "\(id): \(item.yaml)")
    }
    #expect(compared > 200)
  }
}
