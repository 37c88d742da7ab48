import Documents
import Embedded
import Kubernetes
import Patterns
import Schemas

/// A schema of the policy, ready for texts.
package final class ConfigSchema: Sendable {
  package let schema: Schema
  package let plan: ReadingPlan
  /// Every key that it names, which may be said even of a Secret.
  let names: Set<String>

  init(_ schema: Schema) {
    self.schema = schema
    plan = ReadingPlan(of: schema)
    names = schema.names
  }
}

/// An entry of `configMaps`: what ConfigMaps, and Secrets where it says so, must carry.
package struct ConfigMapEntry: Sendable {
  /// Which objects; kinds are ConfigMap where the policy names none.
  var match = ObjectMatch()
  /// Which workloads read it; `nil` where that does not matter.
  var usedBy: ObjectMatch?
  package var reading = TypedReading()
  package var schema: ConfigSchema?
  var immutable: Bool?
  var documents: [EmbeddedEntry] = []
  var workloads: [WorkloadEntry] = []
  package var examples: [ConfigExample] = []

  /// Values that are documents.
  struct EmbeddedEntry: Sendable {
    let keys: [Glob]
    /// `nil` where the key's end says it.
    let format: EmbeddedFormat?
    let schema: ConfigSchema?

    func format(of key: String) -> EmbeddedFormat? { format ?? EmbeddedFormat(key: key) }
  }

  /// What must hold of a workload that reads it.
  struct WorkloadEntry: Sendable {
    /// For what data; `nil` for any.
    let when: ConfigSchema?
    /// Pods that there may be at most.
    let replicas: Int64?
    let schema: Schema?
    let message: String?
  }

  /// The first entry for a key that is a document.
  func document(for key: String) -> EmbeddedEntry? {
    documents.first { $0.keys.contains { $0.matches(key) } }
  }

  /// Whether the entry is for an object.
  func covers(_ scope: ObjectScope) -> Bool {
    guard match.includes(scope.object, scope.context) else { return false }
    guard let usedBy else { return true }
    // Who reads it is known only where other objects are in reach.
    guard let reach = scope.context.reach, let name = scope.object.name else { return false }
    let readers = reach.readers(of: ObjectKind(scope.object), in: scope.namespace, named: name)
    return readers.contains { usedBy.includes($0.object, scope.context) }
  }
}

/// A value that an entry's schema must accept or refuse, for `kpatch schema check`.
package struct ConfigExample: Sendable {
  package let data: Node
  package let isValid: Bool
  /// Where the policy has it.
  package let origin: SettingOrigin
}
