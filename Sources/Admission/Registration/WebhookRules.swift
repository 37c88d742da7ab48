import Documents
import Kubernetes
import Policy

/// `rules` of a webhook: the requests that an API server sends to it.
///
/// Rules name no version of an API: an object comes as its author wrote it, and is judged as it is
/// offline.
struct WebhookRules {
  /// What one entry of `rules` is about.
  private struct Sort: Hashable, Comparable {
    let group: String
    let operations: Operations
    let scope: String

    static func < (left: Sort, right: Sort) -> Bool {
      (left.group, left.operations.rawValue, left.scope)
        < (right.group, right.operations.rawValue, right.scope)
    }
  }

  private enum Operations: Int {
    case both, create, update

    var value: Value {
      switch self {
      case .both: ["CREATE", "UPDATE"]
      case .create: ["CREATE"]
      case .update: ["UPDATE"]
      }
    }
  }

  /// Entries of `rules`, in a fixed order.
  let value: Value

  /// - Parameters:
  ///   - updates: whether updates of a kind are of interest too.
  ///   - subresources: subresources of pods, which are only ever updated.
  private init(
    _ kinds: KindSet, updates: (ObjectKind) -> Bool, subresources: [String] = []
  ) {
    var sorts: [Sort: Set<String>] = [:]
    if kinds.isEverything {
      sorts[Sort(group: "*", operations: .both, scope: "*")] = ["*"]
    }
    for kind in kinds.kinds {
      let sort = Sort(
        group: kind.group, operations: updates(kind) ? .both : .create,
        scope: Self.scope(of: kind))
      sorts[sort, default: []].insert(ResourceName.plural(of: kind.kind))
    }
    if !subresources.isEmpty {
      let sort = Sort(group: "", operations: .update, scope: "Namespaced")
      sorts[sort] = Set(subresources.map { "pods/\($0)" })
    }
    value = .sequence(
      sorts.sorted { $0.key < $1.key }.map { sort, resources in
        [
          "apiGroups": [.string(sort.group)], "apiVersions": ["*"],
          "operations": sort.operations.value,
          "resources": .sequence(resources.sorted().map { .string($0) }),
          "scope": .string(sort.scope),
        ]
      })
  }

  /// The requests that are judged.
  static func judging(by policy: CompiledPolicy) -> WebhookRules {
    WebhookRules(
      policy.judgedKinds, updates: { _ in true },
      subresources: policy.judgedPodParts.map { ReviewedRequests.subresource(of: $0) })
  }

  /// The requests that are mutated.
  static func mutating(by policy: CompiledPolicy) -> WebhookRules {
    WebhookRules(
      policy.mutatedKinds, updates: { ReviewedRequests.mutatesUpdates(of: $0) })
  }

  /// Whether others' kinds are in namespaces is told by definitions that are not at hand.
  private static func scope(of kind: ObjectKind) -> String {
    if ClusterScope.contains(kind.kind, in: kind.group) { return "Cluster" }
    return ObjectKind.ownOfKubernetes.contains(kind) ? "Namespaced" : "*"
  }
}
