import Documents
import Embedded
import Kubernetes
import Schemas

/// What became of an example of the policy.
package struct ExampleOutcome: Sendable {
  package let example: ConfigExample
  /// What is wrong with its data.
  package let messages: [String]

  package var isAsExpected: Bool { example.isValid == messages.isEmpty }
}

extension CompiledPolicy {
  /// Holds every example against the schemas that it stands beside, as data of a ConfigMap.
  package func checkedExamples() -> [ExampleOutcome] {
    configMaps.flatMap { entry in
      entry.examples.map { ExampleOutcome(example: $0, messages: entry.problems(of: $0)) }
    }
  }
}

extension ConfigMapEntry {
  /// The sentences of the findings that a ConfigMap with this data has by this entry.
  fileprivate func problems(of example: ConfigExample) -> [String] {
    let object: Value = [
      "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "example"],
      "data": Value(example.data),
    ]
    guard let object = KubernetesObject(Document(object).root) else { return [] }
    var alone = self
    // Neither whom it is for nor who reads it is the example's concern.
    alone.match = ObjectMatch()
    alone.usedBy = nil
    alone.immutable = nil
    alone.workloads = []
    let context = EvaluationContext()
    let scope = ObjectScope(
      object: object, pods: [], context: context, remarks: [], configMaps: [alone])
    var sink = FindingSink(object: object, context: context, exemptions: Exemptions())
    sink.begin(CompiledRule(.configMapSchema), .deny, nil)
    ConfigJudge(scope)?.judge(&sink)
    return sink.findings.map(\.message)
  }
}
