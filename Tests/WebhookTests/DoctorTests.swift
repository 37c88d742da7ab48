import ClusterSupport
import Documents
import Foundation
import HTTPServer
import JSONSyntax
import TestSupport
import Testing

/// `doctor` against an API server of the tests: a cluster in order, and one thing wrong at a time.
@Suite("Doctor")
struct DoctorTests {
  private static let api = "/apis/admissionregistration.k8s.io/v1"
  private static let validating = "\(api)/validatingwebhookconfigurations/kpatch"
  private static let mutating = "\(api)/mutatingwebhookconfigurations/kpatch"
  private static let policy = """
    apiVersion: kpatch.dev/v1alpha1
    kind: Policy
    metadata: {name: test}
    spec: {preset: none, rules: {image/tag-pinned: deny}, mutators: {linkerd: {inject: enabled}}}

    """

  private let cluster: FakeCluster
  private let place: Workplace
  private let version: String

  /// A cluster in order.
  init() throws {
    cluster = try FakeCluster()
    place = try Workplace()
    try place.write("token", "token-1")
    try place.write("kubeconfig", cluster.kubeconfig(tokenFile: "token"))
    try place.write("policy.yaml", Self.policy)
    version =
      try Tool.shell("kpatch-webhook --version", in: place.url).outputText
      .split(separator: " ").last.map { $0.trimmingCharacters(in: .newlines) } ?? ""
    try putCertificates(names: ["kpatch.kpatch.svc"])
    try register("--ca-bundle ca.crt")
    cluster.put(
      "/api/v1/namespaces/kpatch/services/kpatch",
      [
        "metadata": ["name": "kpatch"],
        "spec": ["selector": ["app": "kpatch"], "ports": [["port": 443]]],
      ])
    putDeployment()
  }

  private func putCertificates(names: [String], seconds: Int = 90 * 86_400) throws {
    let authority = try CertificateAuthority(name: "a", validSeconds: 400 * 86_400)
    let pair = try authority.issue(names: names, validSeconds: seconds)
    try place.write("ca.crt", String(decoding: authority.pair.certificate, as: UTF8.self))
    cluster.put(
      "/api/v1/namespaces/kpatch/secrets/tls",
      [
        "metadata": ["name": "tls"],
        "data": [
          "tls.crt": .string(Data(pair.certificate).base64EncodedString()),
          "tls.key": .string(Data(pair.key).base64EncodedString()),
        ],
      ])
  }

  /// Puts what `config` prints into the cluster.
  private func register(_ words: String, policy: String = "policy.yaml") throws {
    let result = try Tool.shell(
      "kpatch-webhook config --service kpatch/kpatch --format json -p \(policy) \(words)",
      in: place.url)
    try #require(result.status == 0, "\(result.errorText)")
    guard case .sequence(let items)? = try Served.value(result.output)["items"] else { return }
    for item in items {
      guard case .string(let kind)? = item["kind"],
        case .string(let name)? = item["metadata"]?["name"]
      else { continue }
      cluster.put("\(Self.api)/\(kind.lowercased())s/\(name)", item)
    }
  }

  private func putDeployment(ready: Int = 2, tag: String? = nil) {
    let arguments: Value = ["serve", "--certificates=self", "--secret=kpatch/tls"]
    let image = "ghcr.io/example/kpatch:\(tag ?? version)"
    let container: Value = ["name": "webhook", "image": .string(image), "args": arguments]
    cluster.put(
      "/apis/apps/v1/namespaces/kpatch/deployments/kpatch",
      [
        "metadata": ["name": "kpatch", "namespace": "kpatch"],
        "spec": [
          "template": [
            "metadata": ["labels": ["app": "kpatch", "more": "x"]],
            "spec": ["containers": [container]],
          ]
        ],
        "status": ["readyReplicas": .number(String(ready))],
      ])
  }

  /// Puts a text in the place of another one in an object.
  private func change(_ path: String, _ old: String, _ new: String) throws {
    let text = try #require(cluster.object(path)).json()
    try #require(text.contains(old), "\(text)")
    cluster.put(path, try Served.value(Array(text.replacingOccurrences(of: old, with: new).utf8)))
  }

  private func doctor(_ words: String = "-p policy.yaml") throws -> Tool.Result {
    try Tool.shell("kpatch-webhook doctor --kubeconfig kubeconfig \(words)", in: place.url)
  }

  private func expect(
    _ line: String, status: Int32 = 1, _ words: String = "-p policy.yaml",
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let result = try doctor(words)
    #expect(
      result.outputText.contains(line), "\(result.outputText)\(result.errorText)",
      sourceLocation: location)
    #expect(result.status == status, "\(result.outputText)", sourceLocation: location)
  }

  @Test("A cluster in order has nothing but good")
  func healthy() throws {
    let result = try doctor()
    #expect(result.status == 0)
    #expect(result.errorText == "")
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("ok       ") }, "\(result.outputText)")
    #expect(lines.count == 16, "\(result.outputText)")
    #expect(!result.outputText.contains("token-1"))
    #expect(cluster.requests.allSatisfy { $0.method == "GET" })
    let json = try doctor("-p policy.yaml --format json")
    #expect(json.outputText.hasPrefix("{\n  \"ok\": true,\n  \"checks\": ["))
  }

  @Test("Trust: no bundle, a foreign authority, a wrong name, the end of a certificate")
  func trust() throws {
    try putCertificates(names: ["kpatch.kpatch.svc"])
    try expect(
      "failed   validating webhook validate.kpatch.dev: caBundle does not trust the certificate of "
        + "secrets/kpatch/tls: ")
    try putCertificates(names: ["other.kpatch.svc"])
    try register("--ca-bundle ca.crt")
    try expect(
      "failed   validating webhook validate.kpatch.dev: the certificate of secrets/kpatch/tls is not "
        + "for kpatch.kpatch.svc")
    try putCertificates(names: ["kpatch.kpatch.svc"], seconds: 5 * 86_400)
    try register("--ca-bundle ca.crt")
    try expect(
      "warning  secrets/kpatch/tls: the serving certificate is valid only until ", status: 0)
    try putCertificates(names: ["kpatch.kpatch.svc"], seconds: -60)
    try register("--ca-bundle ca.crt")
    try expect("failed   secrets/kpatch/tls: the serving certificate has expired: renew it")
    try register("")
    try expect("failed   mutating webhook mutate.kpatch.dev: there is no caBundle")
  }

  @Test("Services, replicas and versions")
  func service() throws {
    putDeployment(ready: 0)
    try expect("no replica is ready, and failurePolicy Ignore lets everything through unseen")
    putDeployment(ready: 1)
    try register("--ca-bundle ca.crt --failure-policy Fail")
    try expect(
      "warning  validating webhook validate.kpatch.dev: failurePolicy Fail with", status: 0)
    putDeployment(tag: "v0.0.1")
    try expect("warning  the server in the cluster has the version 0.0.1, this program ", status: 0)
    cluster.remove("/api/v1/namespaces/kpatch/services/kpatch")
    try expect(
      "failed   validating webhook validate.kpatch.dev: the Service kpatch/kpatch does not")
  }

  @Test("Selectors and conditions that can lock a cold cluster")
  func reach() throws {
    try change(Self.validating, #""kube-system""#, #""other""#)
    try expect(
      "warning  validating webhook validate.kpatch.dev: its namespaceSelector lets kube-system",
      status: 0)
    try register("--ca-bundle ca.crt --failure-policy Fail")
    try change(Self.validating, #""kube-system""#, #""other""#)
    try change(Self.validating, #"["kpatch","#, #"["another","#)
    try expect(
      "its namespaceSelector lets kube-system, kpatch through: a cluster that starts cold waits")
    try change(Self.validating, #""pods""#, #""*""#)
    try expect(
      "ok       validating webhook validate.kpatch.dev: failurePolicy Fail, ready replicas: 2")
    try change(Self.validating, "'nodes'", "'others'")
    try expect("failed   validating webhook validate.kpatch.dev: nodes are sent")
    try change(Self.validating, #""timeoutSeconds":5"#, #""timeoutSeconds":30"#)
    try expect("warning  validating webhook validate.kpatch.dev: timeoutSeconds is 30")
  }

  @Test("Order among other webhooks")
  func order() throws {
    cluster.put(
      "\(Self.api)/mutatingwebhookconfigurations/pod-identity-webhook",
      ["metadata": ["name": "pod-identity-webhook"]])
    #expect(try doctor().status == 0)
    try change(Self.mutating, #""reinvocationPolicy":"IfNeeded""#, #""reinvocationPolicy":"Never""#)
    try expect(
      "warning  mutating configuration 'kpatch': reinvocationPolicy is not IfNeeded", status: 0)
    try register("--ca-bundle ca.crt --name zz")
    try expect(
      "failed   mutating configuration 'zz' is asked after pod-identity-webhook, which",
      "--name zz")
  }

  @Test("A policy that reads what nobody sends, and one that is not named")
  func policy() throws {
    try place.write(
      "more.yaml",
      Self.policy.replacingOccurrences(
        of: "rules: {", with: "rules: {network/node-port-service: deny, "))
    let rules = try doctor("-p more.yaml").outputText
    #expect(
      rules.contains("failed   the policy reads what no validating webhook is sent: CREATE of"))
    #expect(rules.contains("services"))
    try expect("skipped  whether the rules of the webhooks fit the policy", status: 0, "")
    try expect("failed   there is no webhook configuration named 'none'", "--name none")
  }

  @Test("What may not be read is skipped, and configurations have to be readable")
  func forbidden() throws {
    cluster.deny("GET /api/v1/namespaces/kpatch/secrets/tls")
    try expect(
      "skipped  cannot get secrets/tls in namespace kpatch from https://127.0.0.1", status: 0)
    cluster.deny("GET \(Self.api)/mutatingwebhookconfigurations")
    let result = try doctor()
    #expect(result.status == 2)
    #expect(result.errorText.contains("a ClusterRole has to allow the verb list for mutatingweb"))
  }
}
