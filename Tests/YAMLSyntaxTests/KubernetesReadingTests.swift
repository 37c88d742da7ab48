import Documents
import Foundation
import JSONSyntax
import TestSupport
import Testing

@testable import YAMLSyntax

@Suite("Kubernetes' reading")
struct KubernetesReadingTests {
  /// Snippets that we read otherwise than Kubernetes' reader, with the reason.
  static let differences: [String: String] = [
    "v: &a&b\n": "'&' may be part of an anchor's name in YAML 1.2",
    "%YAML 1.2\n---\na: yes\n": "it knows no YAML 1.2",
    "a: \"\\ud83d\\ude00\"\n": "YAML 1.2 contains JSON, and so its surrogate pairs",
    "v: \u{2028}\n": "U+2028 is no line break since YAML 1.2",
  ]

  @Test("Scalars are read as sigs.k8s.io/yaml reads them")
  func scalars() throws {
    guard let lines = try Suites.bytes("k8s-yaml-oracle/scalars.jsonl") else { return }
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      let oracle = try JSONParser.parse(Source(Array(line))).root
      let yaml = try #require(oracle["yaml"]?.string)
      if Self.differences[yaml] != nil { continue }
      if let json = oracle["k8sJSON"] {
        let source = Source(yaml)
        do {
          let documents = try YAMLParser.parse(source)
          expectWellFormed(documents, source)
          #expect(Value(documents[0].root) == Value(json), "\(yaml)")
        } catch {
          Issue.record("\(yaml): \(error)")
        }
      } else {
        #expect(throws: SyntaxError.self, "\(yaml)") { try YAMLParser.parse(Source(yaml)) }
      }
    }
  }

  @Test("Every Kubernetes API type reads the same from YAML as from JSON")
  func roundTrips() throws {
    guard let folder = Suites.directory("k8s-api-roundtrip") else { return }
    let data = folder.appendingPathComponent("testdata/HEAD")
    let names = try FileManager.default.contentsOfDirectory(atPath: data.path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(names.count > 150)
    for name in names {
      let file = data.appendingPathComponent(name)
      let yaml = Source([UInt8](try Data(contentsOf: file)))
      let json = try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("json"))
      let documents = try YAMLParser.parse(yaml)
      expectWellFormed(documents, yaml)
      let expected = Value(try JSONParser.parse(Source([UInt8](json))).root)
      #expect(documents.count == 1 && Value(documents[0].root) == expected, "\(name)")
    }
  }
}
