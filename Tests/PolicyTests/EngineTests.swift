import Documents
import Policy
import Testing

@Suite("The engine")
struct EngineTests {
  static let privilegedPod: Value = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "app"],
    "spec": [
      "containers": [["name": "app", "securityContext": ["privileged": true]]],
      "initContainers": [["name": "init"]],
    ],
  ]

  @Test("A finding names rule, object, container and place, and carries the edit that mends it")
  func finding() throws {
    let evaluation = try Engine(.builtIn).evaluate(object: Document(Self.privilegedPod).root)
    let finding = try #require(evaluation.findings.first { $0.rule == "pss/privileged" })
    #expect(finding.action == .deny)
    #expect(finding.container == "app")
    #expect(finding.pointer.description == "/spec/containers/0/securityContext/privileged")
    #expect(
      finding.fix?.value == [
        [
          "op": "replace", "path": "/spec/containers/0/securityContext/privileged",
          "value": false,
        ]
      ])
  }

  @Test("What is no Kubernetes object comes back as it is")
  func noObject() throws {
    let document = Document(["kind": "Pod", "spec": ["containers": []]])
    let evaluation = try Engine(.builtIn).evaluate(object: document.root)
    #expect(evaluation.findings.isEmpty && evaluation.edits.isEmpty)
    #expect(try Engine(.builtIn).evaluate(document: document).evaluations.isEmpty)
  }
}
