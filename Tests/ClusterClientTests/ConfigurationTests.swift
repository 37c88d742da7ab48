import ClusterClient
import ClusterSupport
import Documents
import Foundation
import TestSupport
import Testing

@Suite("Configurations of the client")
struct ConfigurationTests {
  private func failure(
    _ make: () throws(ClusterError) -> ClusterConfiguration
  ) -> String {
    do {
      return try make().words
    } catch {
      return error.cause == .configuration ? error.message : "\(error.cause)"
    }
  }

  @Test("A Pod's own configuration is where Kubernetes puts it")
  func inCluster() throws {
    let place = try Workplace()
    let variables = ["KUBERNETES_SERVICE_HOST": "10.96.0.1", "KUBERNETES_SERVICE_PORT": "443"]
    func words(_ variables: [String: String]) -> String {
      failure { () throws(ClusterError) in
        try .inCluster(folder: place.url.path) { variables[$0] }
      }
    }
    #expect(words([:]).hasPrefix("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set"))
    #expect(
      words(variables)
        == "\(place.url.path)/ca.crt: cannot read the cluster's authority: there is no such file")
    try place.write("ca.crt", "x")
    try place.write("token", "  ")
    #expect(words(variables) == "the token is empty, or no token of a service account")
    try place.write("token", "abc\n")
    #expect(words(variables) == "https://10.96.0.1:443")
    #expect(
      words(variables.merging(["KUBERNETES_SERVICE_HOST": "fd00::1"]) { $1 })
        == "https://[fd00::1]:443")
  }

  static let broken: [(String, String)] = [
    ("", "it is no kubeconfig"),
    ("a: [", "it is neither YAML nor JSON"),
    ("kind: Config", "there is no current-context"),
    ("current-context: x", "there is no context 'x'"),
    (
      "{current-context: x, contexts: [{name: x, context: {cluster: c}}]}",
      "there is no cluster 'c'"
    ),
    (kubeconfig("server: http://x"), "the server of the cluster 'c' is not https://HOST:PORT"),
    (kubeconfig("server: https://x:0"), "the server of the cluster 'c' is not https://HOST:PORT"),
    (kubeconfig("server: https://u@x"), "the server of the cluster 'c' is not https://HOST:PORT"),
    (
      kubeconfig("server: https://x, insecure-skip-tls-verify: true"),
      "the cluster 'c' sets insecure-skip-tls-verify, which is not followed: give "
        + "certificate-authority-data"
    ),
    (
      kubeconfig("server: https://x, proxy-url: http://p"),
      "the cluster 'c' sets proxy-url, which is not supported"
    ),
    (
      kubeconfig("server: https://x, certificate-authority-data: '%'"),
      "certificate-authority-data is not base64"
    ),
    (
      kubeconfig("server: https://x", user: "client-certificate-data: YQ=="),
      "the user has a client-certificate and no client-key"
    ),
    (
      kubeconfig("server: https://x", user: "exec: {command: x}"),
      "the user is known by 'exec', which is not supported: use a token or a client certificate, "
        + "as `kubectl create token` makes one"
    ),
  ]

  private static func kubeconfig(_ cluster: String, user: String = "token: t") -> String {
    """
    current-context: x
    contexts: [{name: x, context: {cluster: c, user: u}}]
    clusters: [{name: c, cluster: {\(cluster)}}]
    users: [{name: u, user: {\(user)}}]
    """
  }

  @Test("What is wrong with a kubeconfig is said", arguments: broken)
  func kubeconfigs(text: String, words: String) throws {
    let place = try Workplace()
    try place.write("config", text)
    let path = place.url.appendingPathComponent("config").path
    #expect(failure { () throws(ClusterError) in try .kubeconfig(at: path) } == "\(path): \(words)")
  }

  @Test(
    "Servers are read as kubectl reads them",
    arguments: [
      ("https://x", "https://x:443"), ("https://x:6443/", "https://x:6443"),
      ("https://[::1]:6443", "https://[::1]:6443"), ("https://[::1]", "https://[::1]:443"),
      ("https://x/k8s/clusters/c-1/", "https://x:443/k8s/clusters/c-1"),
    ])
  func servers(text: String, words: String) throws {
    let place = try Workplace()
    try place.write("config", Self.kubeconfig("server: '\(text)'"))
    let path = place.url.appendingPathComponent("config").path
    #expect(failure { () throws(ClusterError) in try .kubeconfig(at: path) } == words)
  }

  @Test("Base64 is read and written, and what is none is refused")
  func base64() {
    for count in 0...70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
      let text = Base64.text(bytes)
      #expect(text == Data(bytes).base64EncodedString())
      #expect(Base64Text.decode(text) == bytes)
    }
    for text in ["a", "YQ", "YQ=", "Y===", "====", "YQ==YQ==", "Y Q=", "YQ==\n", "ä==="] {
      #expect(Base64Text.decode(text) == nil, "\(text)")
    }
  }
}
