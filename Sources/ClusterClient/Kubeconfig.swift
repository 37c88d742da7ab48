import Documents
import YAMLSyntax

/// Reads the file that kubectl is configured by.
extension ClusterConfiguration {
  /// Kubeconfigs of many clusters have some hundred kilobytes.
  private static let kubeconfigLimits = DocumentLimits(maximumBytes: 4 << 20, maximumDepth: 64)

  /// The cluster and the user of a context of a kubeconfig.
  /// - Parameter context: the current one unless given.
  package static func kubeconfig(
    at path: String, context: String? = nil
  ) throws(ClusterError) -> ClusterConfiguration {
    let bytes = try Material.contents(of: path, "the kubeconfig")
    return try KubeconfigReader(path, bytes, limits: kubeconfigLimits).configuration(context)
  }
}

private struct KubeconfigReader {
  private let path: String
  private let root: Node

  init(_ path: String, _ bytes: [UInt8], limits: DocumentLimits) throws(ClusterError) {
    self.path = path
    do {
      let documents = try YAMLParser.parse(Source(bytes), limits: limits)
      guard let first = documents.first, first.root.isMapping else {
        throw ClusterError(.configuration, "\(path): it is no kubeconfig")
      }
      root = first.root
    } catch let error as ClusterError {
      throw error
    } catch {
      // What exactly is wrong would show what is in the file.
      throw ClusterError(.configuration, "\(path): it is neither YAML nor JSON")
    }
  }

  private func failure(_ message: String) -> ClusterError {
    ClusterError(.configuration, VisibleText.escaped("\(path): \(message)"))
  }

  func configuration(_ context: String?) throws(ClusterError) -> ClusterConfiguration {
    guard let name = context ?? text(root["current-context"]) else {
      throw failure("there is no current-context")
    }
    let chosen = try entry("contexts", name, "context")
    let clusterName = text(chosen["cluster"]) ?? ""
    let cluster = try entry("clusters", clusterName, "cluster")
    var user: Node?
    if let userName = text(chosen["user"]) { user = try entry("users", userName, "user") }
    if cluster["insecure-skip-tls-verify"]?.boolean == true {
      throw failure(
        "the cluster '\(clusterName)' sets insecure-skip-tls-verify, which is not followed: give "
          + "certificate-authority-data")
    }
    if text(cluster["proxy-url"]) != nil {
      throw failure("the cluster '\(clusterName)' sets proxy-url, which is not supported")
    }
    let location = try location(text(cluster["server"]) ?? "", of: clusterName)
    return ClusterConfiguration(
      host: location.host, port: location.port, pathPrefix: location.path,
      serverName: text(cluster["tls-server-name"]),
      authorities: try material(cluster, "certificate-authority"),
      credentials: try user.map(credentials) ?? .none)
  }

  /// The value with a name, in a list of them.
  private func entry(_ list: String, _ name: String, _ key: String) throws(ClusterError) -> Node {
    guard let elements = root[named: list]?.elements,
      let found = elements.first(where: { $0["name"]?.isString(name) == true })?[named: key]
    else { throw failure("there is no \(key) '\(name)'") }
    return found
  }

  private func text(_ node: Node?) -> String? {
    guard let text = node?.string, !text.isEmpty else { return nil }
    return text
  }

  private func credentials(_ user: Node) throws(ClusterError) -> ClusterConfiguration.Credentials {
    if let certificate = try material(user, "client-certificate") {
      guard let key = try material(user, "client-key") else {
        throw failure("the user has a client-certificate and no client-key")
      }
      return .certificate(certificate, key: key)
    }
    if let file = text(user["tokenFile"]) { return .token(.file(resolved(file))) }
    if let token = text(user["token"]) { return .token(.bytes(Array(token.utf8))) }
    for key in ["exec", "auth-provider", "username"] where user[named: key] != nil {
      throw failure(
        "the user is known by '\(key)', which is not supported: use a token or a client "
          + "certificate, as `kubectl create token` makes one")
    }
    return .none
  }

  /// What a field and its `-data` twin say; the twin counts, as for kubectl.
  private func material(_ node: Node, _ key: String) throws(ClusterError) -> Material? {
    if let data = text(node[named: "\(key)-data"]) {
      guard let bytes = Base64Text.decode(data) else {
        throw failure("\(key)-data is not base64")
      }
      return .bytes(bytes)
    }
    return text(node[named: key]).map { .file(resolved($0)) }
  }

  /// Paths are relative to the kubeconfig's folder.
  private func resolved(_ file: String) -> String {
    guard !file.hasPrefix("/"), let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      return file
    }
    return "\(path[...slash])\(file)"
  }

  private func location(
    _ text: String, of cluster: String
  ) throws(ClusterError) -> (host: String, port: UInt16, path: String) {
    let wrong = failure("the server of the cluster '\(cluster)' is not https://HOST:PORT")
    let scheme = "https://"
    let allowed = text.utf8.allSatisfy { byte in
      byte > 0x20 && byte < 0x7F && !"?#@\\".utf8.contains(byte)
    }
    guard allowed, text.hasPrefix(scheme) else { throw wrong }
    let rest = text.dropFirst(scheme.count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var path = rest[slash...]
    while path.hasSuffix("/") { path.removeLast() }
    var host = rest[..<slash]
    var port: UInt16 = 443
    if let colon = host.lastIndex(of: ":"), colon > host.lastIndex(of: "]") ?? host.startIndex {
      guard let number = ClusterConfiguration.port(String(host[host.index(after: colon)...])) else {
        throw wrong
      }
      port = number
      host = host[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty else { throw wrong }
    return (String(host), port, String(path))
  }
}
