import ClusterClient
import Documents
import HTTPServer

// What is read from the cluster's objects and written into them. Everything else in them stays.

extension SharedCertificates {
  /// What stands in a Secret; what is missing or no base64 is empty, and so cannot be used.
  init(secret: Node) {
    func bytes(_ key: String) -> [UInt8] {
      secret["data"]?[named: key]?.string.flatMap(Base64Text.decode) ?? []
    }
    self.init(
      authorities: bytes("ca.crt"), authorityKey: bytes("ca.key"), certificate: bytes("tls.crt"),
      key: bytes("tls.key"))
  }

  private var data: [Value.Entry] {
    let fields = [
      ("ca.crt", authorities), ("ca.key", authorityKey), ("tls.crt", certificate),
      ("tls.key", key),
    ]
    return fields.map { Value.Entry($0.0, .string(Base64.text($0.1))) }
  }

  /// A Secret that holds them.
  func secret(namespace: String, name: String) -> Value {
    [
      "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
      "metadata": [
        "name": .string(name), "namespace": .string(namespace),
        "labels": ["app.kubernetes.io/managed-by": "kpatch-webhook"],
      ],
      "data": .mapping(data),
    ]
  }

  /// A Secret with them in the place of what it held.
  func replacing(in secret: Node) -> Value {
    var entries = Value(secret["data"] ?? secret).entries
    if secret["data"]?.isMapping != true { entries = [] }
    for entry in data {
      entries.removeAll { $0.key == entry.key }
      entries.append(entry)
    }
    return Value(secret).setting("data", .mapping(entries))
  }
}

/// One of the webhook configurations, as it was read.
struct WebhookConfiguration {
  let resource: ClusterResource
  let node: Node

  private static let group = "admissionregistration.k8s.io"

  /// Both kinds that may have a name.
  static func resources(named name: String) -> [ClusterResource] {
    ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"].map {
      ClusterResource(group: group, $0, name: name)
    }
  }

  private var webhooks: [Node] { node["webhooks"].map { Array($0.elements) } ?? [] }

  /// The names under which an API server expects the certificate.
  var serverNames: [String] {
    webhooks.flatMap { webhook -> [String] in
      let client = webhook["clientConfig"]
      if let name = client?["service", "name"]?.string,
        let namespace = client?["service", "namespace"]?.string
      {
        return ["\(name).\(namespace).svc", "\(name).\(namespace).svc.cluster.local"]
      }
      return client?["url"]?.string.flatMap(Self.host).map { [$0] } ?? []
    }
  }

  /// The host of an `https` URL, without brackets.
  static func host(of url: String) -> String? {
    let scheme = "https://"
    guard url.hasPrefix(scheme) else { return nil }
    let rest = url.dropFirst(scheme.count).prefix { $0 != "/" }
    if rest.hasPrefix("[") { return rest.dropFirst().prefix { $0 != "]" }.description }
    return rest.prefix { $0 != ":" }.description
  }

  /// The bundle of each webhook, PEM.
  var bundles: [[UInt8]] {
    webhooks.map { webhook in
      webhook["clientConfig", "caBundle"]?.string.flatMap(Base64Text.decode) ?? []
    }
  }

  /// The configuration with this bundle for each of its webhooks.
  func trusting(_ bundle: [UInt8]) -> Value {
    let text = Value.string(Base64.text(bundle))
    let changed = webhooks.map { webhook in
      let client = webhook["clientConfig"].map { Value($0) } ?? .mapping([])
      return Value(webhook).setting("clientConfig", client.setting("caBundle", text))
    }
    return Value(node).setting("webhooks", .sequence(changed))
  }
}

extension Value {
  fileprivate var entries: [Entry] {
    if case .mapping(let entries) = self { entries } else { [] }
  }

  /// A mapping with an entry replaced, or added behind the others.
  fileprivate func setting(_ key: String, _ value: Value) -> Value {
    var entries = entries
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value = value
    } else {
      entries.append(Entry(key, value))
    }
    return .mapping(entries)
  }
}
