import ClusterClient
import Documents
import Kubernetes

/// One webhook of a configuration in a cluster.
struct InstalledWebhook {
  /// `mutating` or `validating`
  let sort: String
  let node: Node

  /// For people: `validating webhook validate.kpatch.dev`.
  var title: String { "\(sort) webhook \(node["name"]?.string ?? "without a name")" }

  /// PEM; `nil` where there is none.
  var bundle: [UInt8]? {
    guard let text = node["clientConfig", "caBundle"]?.string, !text.isEmpty else { return nil }
    return Base64Text.decode(text) ?? []
  }

  var service: (namespace: String, name: String)? {
    guard let service = node["clientConfig", "service"], let name = service["name"]?.string,
      let namespace = service["namespace"]?.string
    else { return nil }
    return (namespace, name)
  }

  var port: Int64 { node["clientConfig", "service"]?["port"]?.integer ?? 443 }

  /// The names under which an API server expects the certificate.
  var serverNames: [String] {
    if let (namespace, name) = service { return ["\(name).\(namespace).svc"] }
    return node["clientConfig", "url"]?.string.flatMap(WebhookConfiguration.host).map { [$0] } ?? []
  }

  /// Whether requests are refused when nobody answers; the API's own default.
  var isFailing: Bool { node["failurePolicy"]?.isString("Ignore") != true }

  var timeout: Int64 { node["timeoutSeconds"]?.integer ?? 10 }

  /// Whether objects of a namespace are sent, as far as its name decides it.
  func reaches(namespace: String) -> Bool {
    guard let node = node["namespaceSelector"], let selector = try? LabelSelector(node) else {
      return true
    }
    return selector.matches(["kubernetes.io/metadata.name": namespace])
  }

  var requests: [RequestSort] { RequestSort.all(ofWebhook: Value(node)) }

  /// Kinds without which no node runs that are sent, and that no condition names.
  var unguardedBasics: [String] {
    let conditions = (node["matchConditions"].map { Array($0.elements) } ?? [])
      .compactMap { $0["expression"]?.string }
    let basics = [
      ("", "nodes"), ("coordination.k8s.io", "leases"),
      ("certificates.k8s.io", "certificatesigningrequests"),
    ]
    return basics.filter { group, resource in
      let sort = RequestSort(group: group, resource: resource, operation: "UPDATE")
      let other = RequestSort(group: group, resource: resource, operation: "CREATE")
      return requests.contains { $0.covers(sort) || $0.covers(other) }
        && !conditions.contains { $0.contains("'\(resource)'") }
    }.map(\.1)
  }
}

/// Requests that an entry of `rules` is about, one group, resource and operation at a time.
struct RequestSort: Hashable {
  let group: String
  let resource: String
  let operation: String

  /// Of an object with webhooks.
  static func all(in configuration: Value) -> [RequestSort] {
    guard case .sequence(let webhooks)? = configuration["webhooks"] else { return [] }
    return webhooks.flatMap(all(ofWebhook:))
  }

  static func all(ofWebhook webhook: Value) -> [RequestSort] {
    guard case .sequence(let rules)? = webhook["rules"] else { return [] }
    return rules.flatMap { rule in
      texts(rule["apiGroups"]).flatMap { group in
        texts(rule["resources"]).flatMap { resource in
          texts(rule["operations"]).map {
            RequestSort(group: group, resource: resource, operation: $0)
          }
        }
      }
    }
  }

  private static func texts(_ value: Value?) -> [String] {
    guard case .sequence(let elements)? = value else { return [] }
    return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// Whether all that the other one is about is also of this one.
  func covers(_ other: RequestSort) -> Bool {
    (group == "*" || group == other.group) && (operation == "*" || operation == other.operation)
      && coversResource(other.resource)
  }

  /// `*` is all resources without subresources, `*/*` all of both, `pods/*` those of pods.
  private func coversResource(_ other: String) -> Bool {
    if resource == other || resource == "*/*" { return true }
    let own = resource.split(separator: "/", maxSplits: 1)
    let others = other.split(separator: "/", maxSplits: 1)
    guard own.count == others.count || own.count == 2 else { return false }
    if resource == "*" { return others.count == 1 }
    guard own.count == 2 else { return false }
    let subresource = others.count == 2 ? others[1] : ""
    return (own[0] == "*" || own[0] == others[0]) && (own[1] == "*" || own[1] == subresource)
  }

  /// `UPDATE of deployments.apps`
  var words: String {
    "\(operation) of \(resource)\(group.isEmpty ? "" : ".\(group)")"
  }
}
