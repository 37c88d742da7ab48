import Documents
import Kubernetes

/// A rule of a Role or a ClusterRole: what it grants, by Kubernetes' own reading
/// (pkg/apis/rbac/v1/evaluation_helpers.go).
struct RoleRule {
  let node: Node
  /// The position in `rules`.
  let position: Int

  /// Which names of objects a grant is bound to.
  enum Names {
    /// To none: it holds for all objects.
    case all
    /// To these.
    case only(Node)
  }

  /// `*`, or exactly this. Comparison is by case.
  private static func lists(_ field: Node?, _ word: String) -> Bool {
    guard let field else { return false }
    for element in field.elements where element.isString("*") || element.isString(word) {
      return true
    }
    return false
  }

  func hasGroup(_ group: String) -> Bool { Self.lists(node["apiGroups"], group) }

  func hasVerb(_ verb: String) -> Bool { Self.lists(node["verbs"], verb) }

  /// Whether one of the verbs is granted, and which: `*` where all are.
  func verb(among verbs: [String]) -> String? {
    guard let field = node["verbs"] else { return nil }
    for element in field.elements {
      if element.isString("*") { return "*" }
      if let verb = verbs.first(where: { element.isString($0) }) { return verb }
    }
    return nil
  }

  /// Whether a resource such as `pods` or `pods/exec` is meant: `*` means every resource and every
  /// subresource, `*/exec` this subresource of every resource, and `pods` none of its subresources.
  func hasResource(_ resource: Resource) -> Bool {
    guard hasGroup(resource.group), let field = node["resources"] else { return false }
    for element in field.elements {
      if element.isString("*") || element.isString(resource.name) { return true }
      if let anyWhere = resource.anywhere, element.isString(anyWhere) { return true }
    }
    return false
  }

  /// The first of these resources that is meant.
  func resource(among resources: [Resource]) -> Resource? {
    resources.first { hasResource($0) }
  }

  var names: Names {
    guard let names = node["resourceNames"], names.count > 0 else { return .all }
    return .only(names)
  }

  /// Whether it is bound to named objects.
  var isBoundToNames: Bool {
    if case .only = names { return true }
    return false
  }

  /// Whether it grants all verbs on all resources.
  var grantsEverything: Bool {
    guard !isBoundToNames, let groups = node["apiGroups"], let resources = node["resources"],
      let verbs = node["verbs"]
    else { return false }
    return [groups, resources, verbs].allSatisfy { field in
      field.elements.contains { $0.isString("*") }
    }
  }

  /// A resource of an API group, with its subresource.
  struct Resource: Sendable {
    /// Empty for the core group.
    let group: String
    /// `pods`, `pods/exec`.
    let name: String
    /// `*/exec`; `nil` for what is no subresource.
    let anywhere: String?

    init(_ name: String, in group: String = "") {
      self.group = group
      self.name = name
      anywhere = name.utf8.firstIndex(of: UInt8(ascii: "/")).map { "*" + String(name[$0...]) }
    }
  }
}

extension RoleRule {
  /// Calls `body` for each rule of a Role or a ClusterRole that has an effect and is somebody's
  /// own.
  ///
  /// Rules of a ClusterRole with an `aggregationRule` are overwritten by the controller, whatever
  /// they say; the roles that it gathers are judged where they are written. Roles that the API
  /// server makes at its start are Kubernetes' own.
  ///
  /// - Parameter judging: the one of those that is judged nevertheless.
  static func forEach(
    in object: KubernetesObject, judging: String? = nil, _ body: (RoleRule) -> Void
  ) {
    guard isRole(object), !isAggregated(object), let rules = object.node["rules"],
      !SystemRole.isBootstrap(object) || judging != nil && object.name == judging
    else { return }
    var position = 0
    for rule in rules.elements {
      if rule.isMapping { body(RoleRule(node: rule, position: position)) }
      position += 1
    }
  }

  static let kinds = ["ClusterRole", "Role"].map { ObjectKind($0, in: group) }
  static let group = "rbac.authorization.k8s.io"

  static func isRole(_ object: KubernetesObject) -> Bool {
    (object.kind == "ClusterRole" || object.kind == "Role") && object.group == group
  }

  static func isAggregated(_ object: KubernetesObject) -> Bool {
    object.kind == "ClusterRole" && object.node["aggregationRule"]?.isMapping == true
  }

  /// To whom else a ClusterRole gives its rights: those who have `admin`, `edit` or `view`, as a
  /// clause for messages; empty where to nobody.
  static func aggregation(of object: KubernetesObject) -> String {
    guard object.kind == "ClusterRole", let labels = object.labels else { return "" }
    let roles = ["admin", "edit", "view"].filter {
      labels[named: "\(group)/aggregate-to-\($0)"]?.textEquals("true") == true
    }
    if roles.isEmpty { return "" }
    return ", and by aggregation to everybody who has \(roles.joined(separator: " or "))"
  }
}

/// What Kubernetes itself brings.
enum SystemRole {
  /// Whether a role or a binding is one that the API server makes at its start and corrects: it
  /// carries the label of those and a name that only they have. The name alone proves nothing.
  static func isBootstrap(_ object: KubernetesObject) -> Bool {
    guard object.label("kubernetes.io/bootstrapping") == "rbac-defaults", let name = object.name
    else { return false }
    return name.hasPrefix("system:") || ["admin", "cluster-admin", "edit", "view"].contains(name)
  }
}

/// A RoleBinding or a ClusterRoleBinding.
struct RoleBindingView {
  let object: KubernetesObject
  let roleKind: String
  let roleName: String

  static let kinds = ["ClusterRoleBinding", "RoleBinding"].map {
    ObjectKind($0, in: RoleRule.group)
  }

  /// `nil` for what is no binding, names no role, or is Kubernetes' own.
  init?(_ object: KubernetesObject) {
    guard Self.kinds.contains(where: { $0.isKind(of: object) }), !SystemRole.isBootstrap(object),
      let role = object.node["roleRef"],
      let kind = role["kind"]?.string, let name = role["name"]?.string
    else { return nil }
    self.object = object
    roleKind = kind
    roleName = name
  }

  var isClusterWide: Bool { object.kind == "ClusterRoleBinding" }

  /// Where it holds, for messages.
  var extent: String { isClusterWide ? "in the whole cluster" : "in its namespace" }

  struct Subject {
    let node: Node
    let position: Int
    let kind: String
    /// Of ServiceAccounts the namespace comes first: `shop/api`.
    let name: String
  }

  /// A subject of a RoleBinding that names no namespace is in that of the binding.
  func subjects(in namespace: String) -> [Subject] {
    guard let subjects = object.node["subjects"] else { return [] }
    var found: [Subject] = []
    for (position, subject) in subjects.elements.enumerated() {
      guard let kind = subject["kind"]?.string, let name = subject["name"]?.string else { continue }
      let isAccount = kind == "ServiceAccount"
      let place = subject["namespace"]?.string ?? namespace
      found.append(
        Subject(
          node: subject, position: position, kind: kind,
          name: isAccount ? "\(place)/\(name)" : name))
    }
    return found
  }

  /// The role, where it is in reach.
  func role(in scope: ObjectScope) -> KubernetesObject? {
    guard let reach = scope.context.reach else { return nil }
    let kind = ObjectKind(roleKind, in: RoleRule.group)
    let namespace = roleKind == "ClusterRole" ? ObjectIndex.unnamed : scope.namespace
    return reach.object(kind, in: namespace, named: roleName)?.object
  }
}
