import Documents

/// Where an API server is, how it is known, and who asks.
package struct ClusterConfiguration: Sendable, Equatable {
  enum Credentials: Sendable, Equatable {
    case none
    case token(Material)
    case certificate(Material, key: Material)
  }

  /// A DNS name or an IP address, without brackets.
  let host: String
  let port: UInt16
  /// What stands before the API's own paths; begins with a slash, or is empty.
  let pathPrefix: String
  /// The name that the certificate has to be for, where it is not the host.
  let serverName: String?
  /// `nil` for the system's authorities.
  let authorities: Material?
  let credentials: Credentials

  /// Where Kubernetes mounts a Pod's own credentials.
  package static let mountedFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

  /// The configuration that Kubernetes gives to a Pod.
  /// - Parameter variable: looks up a variable of the environment.
  package static func inCluster(
    folder: String = mountedFolder, variable: (String) -> String?
  ) throws(ClusterError) -> ClusterConfiguration {
    guard let host = variable("KUBERNETES_SERVICE_HOST"), !host.isEmpty,
      let port = variable("KUBERNETES_SERVICE_PORT").flatMap(Self.port)
    else {
      throw ClusterError(
        .configuration,
        "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is no Pod; name a "
          + "kubeconfig file with --kubeconfig")
    }
    let configuration = ClusterConfiguration(
      host: host, port: port, pathPrefix: "", serverName: nil,
      authorities: .file("\(folder)/ca.crt"), credentials: .token(.file("\(folder)/token")))
    // What is not mounted is said at once, and not at the first request.
    _ = try configuration.authorities?.read("the cluster's authority")
    _ = try configuration.token()
    return configuration
  }

  static func port(_ text: String) -> UInt16? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(text), port > 0
    else { return nil }
    return port
  }

  /// The token as it is now.
  func token() throws(ClusterError) -> [UInt8]? {
    guard case .token(let material) = credentials else { return nil }
    var bytes = try material.read("the token")[...]
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    // Anything else could end the line that it is sent in.
    guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ClusterError(.configuration, "the token is empty, or no token of a service account")
    }
    return Array(bytes)
  }

  /// `https://10.0.0.1:443`
  package var words: String {
    let shown = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return VisibleText.escaped("https://\(shown):\(port)\(pathPrefix)")
  }

  /// The field `Host` of requests.
  var hostField: String {
    let shown = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == 443 ? shown : "\(shown):\(port)"
  }
}
