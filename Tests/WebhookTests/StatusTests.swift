import Documents
import Foundation
import TestSupport
import Testing

@Suite("Statuses")
struct StatusTests {
  private static let json = "Content-Type: application/json"

  /// A `Status` as Kubernetes reads it.
  private func check(_ answer: Answer, _ status: Int, _ reason: String) throws -> Value {
    #expect(answer.status == status)
    #expect(answer.fields["content-type"] == "application/json")
    let body = try Served.value(answer.body)
    #expect(body["kind"] == "Status")
    #expect(body["apiVersion"] == "v1")
    #expect(body["status"] == "Failure")
    #expect(body["code"] == .number("\(status)"))
    #expect(body["reason"] == .string(reason))
    guard case .string(let message)? = body["message"], !message.isEmpty else {
      Issue.record("a Status without a message")
      return body
    }
    return body
  }

  @Test("Every refusal has its exact status and a Status body")
  func refusals() throws {
    let server = try Webhook(["--shutdown-delay", "0s"])
    let cases: [(request: String, status: Int, reason: String)] = [
      ("GET  / HTTP/1.1\r\n\r\n", 400, "BadRequest"),
      (
        "POST /validate HTTP/1.1\r\nHost: a\r\n\(Self.json)\r\nContent-Length: 2\r\n\r\n{]", 400,
        "BadRequest"
      ),
      ("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404, "NotFound"),
      ("POST /mutate/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 404, "NotFound"),
      ("GET /mutate HTTP/1.1\r\nHost: a\r\n\r\n", 405, "MethodNotAllowed"),
      ("DELETE /readyz HTTP/1.1\r\nHost: a\r\n\r\n", 405, "MethodNotAllowed"),
      ("POST /mutate HTTP/1.1\r\nHost: a\r\n\(Self.json)\r\n\r\n", 411, "LengthRequired"),
      (
        "POST /mutate HTTP/1.1\r\nHost: a\r\n\(Self.json)\r\nContent-Length: 16777217\r\n\r\n", 413,
        "RequestEntityTooLarge"
      ),
      (
        "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414,
        "URITooLong"
      ),
      (
        "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: text/yaml\r\nContent-Length: 1\r\n\r\na",
        415, "UnsupportedMediaType"
      ),
      (
        "POST /mutate HTTP/1.1\r\nHost: a\r\n\(Self.json)\r\nContent-Encoding: gzip\r\n"
          + "Content-Length: 1\r\n\r\na", 415, "UnsupportedMediaType"
      ),
      (
        "POST /mutate HTTP/1.1\r\nHost: a\r\n\(Self.json)\r\nContent-Encoding: Identity\r\n"
          + "Content-Length: 1\r\n\r\na", 400, "BadRequest"
      ),
      ("GET /livez HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", 417, "ExpectationFailed"),
      (
        "GET /livez HTTP/1.1\r\nHost: a\r\nA: \(String(repeating: "a", count: 33_000))\r\n\r\n",
        431, "RequestHeaderFieldsTooLarge"
      ),
      ("BREW /livez HTTP/1.1\r\nHost: a\r\n\r\n", 501, "NotImplemented"),
    ]
    for entry in cases {
      let client = try server.client()
      try client.send(Array(entry.request.utf8))
      let answer = try client.answer()
      _ = try check(answer, entry.status, entry.reason)
      let allow = entry.request.contains("/readyz") ? "GET, HEAD" : "POST"
      #expect(answer.fields["allow"] == (entry.status == 405 ? allow : nil))
      let isCoded = entry.request.contains("gzip")
      #expect(answer.fields["accept-encoding"] == (isCoded ? "identity" : nil))
      let isOfOtherType = entry.status == 415 && !isCoded
      #expect(answer.fields["accept"] == (isOfOtherType ? "application/json" : nil))
    }
    #expect(server.stop() == 0)
  }

  @Test("A review that cannot be answered is refused with its uid and the field that is wrong")
  func malformedReview() throws {
    let server = try Webhook(["--shutdown-delay", "0s"])
    let review = """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",
       "request":{"uid":"u-7","operation":"CREAT","object":{"secret":"hunter2"}}}
      """
    let answer = try server.client().review(Array(review.utf8), at: "/validate")
    let body = try check(answer, 400, "BadRequest")
    #expect(body["details"]?["uid"] == "u-7")
    #expect(answer.text.contains("request.operation"))
    #expect(!answer.text.contains("hunter2"))
    #expect(server.stop() == 0)
  }

  @Test("A policy whose mutators contradict each other is the server's failure, not the review's")
  func conflict() throws {
    let place = try Webhook.workplace()
    try place.write(
      "policy.yaml",
      """
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      metadata: {name: test}
      spec:
        preset: none
        mutators:
          annotations: {set: {a: b}}
          patches: [{merge: {metadata: {annotations: {a: c}}}}]

      """)
    let server = try Webhook(["-p", "policy.yaml", "--shutdown-delay", "0s"], in: place)
    let review = """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",
       "request":{"uid":"u-8","operation":"CREATE","namespace":"shop",
        "kind":{"group":"","version":"v1","kind":"ConfigMap"},
        "object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}}}
      """
    let client = try server.client()
    let answer = try client.review(Array(review.utf8), at: "/mutate")
    #expect(try check(answer, 500, "InternalError")["details"]?["uid"] == "u-8")
    // The connection goes on.
    #expect(try client.get("/livez").text == "ok")
    #expect(server.stop() == 0)
  }

  @Test("It says that it lives, that it is ready, and what it is")
  func health() throws {
    let server = try Webhook(["--shutdown-delay", "0s"])
    let client = try server.client()
    for path in ["/livez", "/healthz", "/readyz"] {
      let answer = try client.get(path)
      #expect(answer.status == 200)
      #expect(answer.text == "ok")
      let head = try client.ask("HEAD \(path)")
      #expect(head.status == 200)
      #expect(head.body.isEmpty)
    }
    let ready = try client.get("/readyz?verbose").text
    #expect(ready.hasPrefix("[+]policy ok: generation 1\n[+]certificate ok: valid until 2"))
    #expect(ready.hasSuffix("\n[+]shutdown ok\nreadyz check passed\n"))
    #expect(try Served.value(client.get("/version").body)["name"] == "kpatch-webhook")
    #expect(server.stop() == 0)
  }

  @Test("Only named clients may ask for reviews; probes need no certificate")
  func clients() throws {
    let place = try Webhook.workplace()
    try Webhook.write(try Webhook.issue(["kube-apiserver"], for: .client), "api", to: place)
    try Webhook.write(try Webhook.issue(["somebody"], for: .client), "other", to: place)
    let server = try Webhook(
      ["--client-ca", "ca.crt", "--client-name", "kube-apiserver", "--shutdown-delay", "0s"],
      in: place)
    #expect(try server.client().get("/readyz").status == 200)
    let body = Served.review(
      of: try #require(try Served.objects(in: "manifests/examples/web.yaml").first))
    _ = try check(server.client().review(body, at: "/validate"), 401, "Unauthorized")
    _ = try check(server.client(pair: "other").review(body, at: "/validate"), 403, "Forbidden")
    #expect(try server.client(pair: "api").review(body, at: "/validate").status == 200)
    #expect(server.stop() == 0)
    // Who is paged for failing reviews finds out who was not let in.
    let refusals = server.log.split(separator: "\n").filter { $0.contains("a request was refused") }
    #expect(refusals.count == 2 && refusals.allSatisfy { $0.contains("\"level\":\"warn\"") })
    #expect(refusals.first?.contains("\"cause\":\"client_certificate_required\"") == true)
    #expect(refusals.last?.contains("\"clientNames\":\"somebody\"") == true)
  }
}
