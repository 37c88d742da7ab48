import Documents
import Edits
import Policy
import Testing

@testable import Manifests

@Suite("Results of a KRM function")
struct FunctionResultTests {
  @Test(
    "A pointer is a path of JSONPath, whatever its keys are",
    arguments: [
      (["spec", "containers", "0", "image"], "spec.containers[0].image"),
      (["metadata", "annotations", "a.b/c"], "metadata.annotations['a.b/c']"),
      (["data", "it's", "\\"], "data['it\\'s']['\\\\']"),
      (["data", ""], "data['']"),
      (["00", "0"], "00[0]"),
      (["data", "01"], "data.01"),
      (["Größe"], "Größe"),
    ])
  func path(_ tokens: [String], _ path: String) {
    #expect(FunctionResult.fieldPath(JSONPointer(tokens)) == path)
  }

  @Test(
    "What a fix writes at the place of the finding is proposed, and nothing else",
    arguments: [
      ("/spec/a", [("/spec/a", Value.boolean(true))], Value.boolean(true)),
      ("/spec/a/b", [("/spec", ["a": ["b": 1]])], 1),
      ("/spec/a/b", [("/spec/a/b/c", 1)], nil),
      ("/spec/a/b", [("/spec", ["a": 1])], nil),
      ("/spec/a/b", [("/metadata", ["a": 1]), ("/spec/a", ["b": "x"])], "x"),
    ] as [(String, [(String, Value)], Value?)])
  func proposed(_ place: String, _ writes: [(String, Value)], _ expected: Value?) throws {
    let root = Document(["kind": "Pod"]).root
    let operations = try writes.map { path, value in
      JSONPatch.Operation.add(path: try #require(JSONPointer(parsing: path)), value: value)
    }
    let finding = Finding(
      rule: "a/b", severity: .error, action: .deny,
      object: ObjectReference(apiVersion: "v1", kind: "Pod", namespace: nil, name: "a"),
      container: nil, node: root, pointer: try #require(JSONPointer(parsing: place)),
      message: "m", remedy: "r.", fix: JSONPatch(operations))
    #expect(FunctionResult.proposedValue(of: finding) == expected)
  }
}
