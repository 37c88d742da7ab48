import Documents
import Kubernetes

/// What only one object should have: the routes of Ingresses, the selectors of Services, with who
/// has them.
struct SharedTable: Sendable {
  private var owners: [String: [Int]] = [:]

  mutating func append(_ key: String, _ owner: Int) {
    if owners[key]?.last == owner { return }
    owners[key, default: []].append(owner)
  }

  subscript(key: String) -> [Int] { owners[key] ?? [] }
}

/// A host and a path of an Ingress.
struct IngressRoute {
  let host: String
  let path: String
  let rule: Int
  /// -1 where the rule has no paths, which means every path.
  let place: Int
  /// What stands there.
  let node: Node

  var key: String { host + "\n" + path }

  /// The routes of an Ingress, each with its place; hosts without letters' case, as DNS has them.
  static func all(of object: KubernetesObject) -> [IngressRoute] {
    guard let rules = object.node["spec", "rules"] else { return [] }
    var routes: [IngressRoute] = []
    for (position, rule) in rules.elements.enumerated() {
      guard let host = rule["host"]?.string, !host.isEmpty else { continue }
      guard let paths = rule["http", "paths"], paths.count > 0 else {
        routes.append(
          IngressRoute(host: host.lowercased(), path: "/", rule: position, place: -1, node: rule))
        continue
      }
      for (place, path) in paths.elements.enumerated() {
        let text = path["path"]?.string ?? "/"
        routes.append(
          IngressRoute(
            host: host.lowercased(), path: text, rule: position, place: place, node: path))
      }
    }
    return routes
  }
}

extension ServiceView {
  /// The selector with its namespace, so that two that are equal are equal texts.
  static func key(of object: KubernetesObject, in namespace: String) -> String? {
    guard let selector = selector(of: object) else { return nil }
    let pairs = selector.entries.map { "\($0.key.text)\n\($0.value.text)" }.sorted()
    return "\(namespace)\n\n" + pairs.joined(separator: "\n\n")
  }

  /// Sorts of Services, of which several may well have the same selector.
  enum Sort: Equatable {
    case headless, inside, outside
  }

  static func sort(of object: KubernetesObject) -> Sort {
    if isHeadless(object) { return .headless }
    let type = object.node["spec", "type"]
    return type?.isString("LoadBalancer") == true || type?.isString("NodePort") == true
      ? .outside : .inside
  }

  /// Whether it has no address of its own, so that it may stand beside another one.
  static func isHeadless(_ object: KubernetesObject) -> Bool {
    object.node["spec", "clusterIP"]?.isString("None") == true
  }
}

/// Secrets that somebody makes in the cluster from an object of the input.
enum MadeSecret {
  /// The names of the Secrets that an object stands for.
  static func name(from object: KubernetesObject) -> String? {
    switch (object.group, object.kind) {
    case ("bitnami.com", "SealedSecret"):
      object.node["spec", "template", "metadata", "name"]?.string ?? object.name
    case ("external-secrets.io", "ExternalSecret"):
      object.node["spec", "target", "name"]?.string ?? object.name
    case ("cert-manager.io", "Certificate"): object.node["spec", "secretName"]?.string
    case ("secrets.hashicorp.com", "VaultStaticSecret"),
      ("secrets.hashicorp.com", "VaultDynamicSecret"):
      object.node["spec", "destination", "name"]?.string
    case ("isindir.github.com", "SopsSecret"), ("onepassword.com", "OnePasswordItem"),
      ("ricoberger.de", "VaultSecret"):
      object.name
    default: nil
    }
  }
}
