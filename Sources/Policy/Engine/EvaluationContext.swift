import Documents
import Kubernetes

/// What the engine is told beside the object: the request's facts, never where it comes from.
package struct EvaluationContext: Sendable {
  /// Operations of admission requests; offline everything is a creation.
  package enum Operation: UInt8, Sendable {
    case create, update, delete, connect
  }

  package var operation: Operation
  /// The namespace of the request, which counts instead of the object's; offline the namespace for
  /// objects that name none. `nil`: what the object says, else none is known.
  package var namespace: String?
  /// Whether an API server asks: ``namespace`` wins over what the object says, and the order of the
  /// object's keys is the server's own.
  package var isRequest: Bool
  /// Labels of the namespace, where the Namespace object is at hand.
  package var namespaceLabels: Node?
  /// Other objects, for rules that look at several: offline the input, in the server none.
  package var reach: ObjectIndex?
  /// Labels of namespaces by name, where somebody looked for them: offline, those of the input.
  package var namespaces: [String: Node]?
  /// The object before an update.
  package var oldObject: Node?
  /// Who asks; `nil` offline.
  package var user: UserInfo?
  /// Whether objects that say of themselves that they are not for a cluster are left alone: by
  /// `config.kubernetes.io/local-config`, in KRM functions.
  package var leavesLocalConfiguration = false
  /// Whether only those notes of mutators are wanted that are warnings: an answer to an API server
  /// has no room for others.
  package var wantsWarningsOnly = false
  /// Whether the objects are known to be patches, which a tool merges into others: what they do not
  /// say is said there.
  package var arePatches = false

  package init(
    operation: Operation = .create, namespace: String? = nil,
    isRequest: Bool = false, namespaceLabels: Node? = nil, oldObject: Node? = nil,
    user: UserInfo? = nil, reach: ObjectIndex? = nil, namespaces: [String: Node]? = nil
  ) {
    self.operation = operation
    self.namespace = namespace
    self.isRequest = isRequest
    self.namespaceLabels = namespaceLabels
    self.namespaces = namespaces
    self.oldObject = oldObject
    self.user = user
    self.reach = reach
  }

  /// The namespace that counts for an object, where one is known. A Namespace is in itself, as the
  /// API server has it in requests; other objects of the cluster as a whole are in none.
  package func namespace(of object: KubernetesObject) -> String? {
    if isRequest { return namespace }
    if object.isNamespace { return object.name }
    return object.isClusterScoped ? nil : object.namespace ?? namespace
  }

  /// The labels of the namespace that counts for an object, where its Namespace is at hand.
  package func namespaceLabels(of object: KubernetesObject) -> Node? {
    if let namespaceLabels { return namespaceLabels }
    guard namespaces != nil || reach != nil, let namespace = namespace(of: object) else {
      return nil
    }
    if let namespaces { return namespaces[namespace] }
    return reach?.namespaceLabels(namespace)
  }
}
