import Admission
import Documents
import Foundation
import TestSupport
import Testing

@Suite("Reviews over TLS")
struct ServedReviewTests {
  private static func server() throws -> Webhook {
    let place = try Webhook.workplace()
    try place.write("policy.yaml", Served.policy)
    return try Webhook(["--policy", "policy.yaml", "--shutdown-delay", "0s"], in: place)
  }

  /// What an API server demands of an answer.
  private func check(_ answer: Answer, to body: [UInt8], mutating: Bool) throws {
    #expect(answer.status == 200)
    #expect(answer.fields["content-type"] == "application/json")
    let review = try Served.value(answer.body)
    let request = try Served.value(body)
    #expect(review["apiVersion"] == request["apiVersion"])
    #expect(review["kind"] == "AdmissionReview")
    let response = try #require(review["response"])
    #expect(response["uid"] == request["request"]?["uid"])
    #expect((response["patch"] == nil) == (response["patchType"] == nil))
    if mutating { #expect(response["allowed"] == true) } else { #expect(response["patch"] == nil) }
  }

  @Test("Every body of a real API server is answered as the door answers it without a server")
  func recorded() throws {
    guard let folder = Suites.directory("admissionreviews") else { return }
    let server = try Self.server()
    let handler = AdmissionHandler(engine: try Served.engine())
    let client = try server.client()
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where name.hasSuffix(".json") {
      let body = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
      for (path, endpoint) in [
        ("/mutate", AdmissionHandler.Endpoint.mutate), ("/validate", .validate),
      ] {
        let answer = try client.review(body, at: path)
        try check(answer, to: body, mutating: endpoint == .mutate)
        #expect(try answer.body == handler.handle(body, at: endpoint).body, "\(name)")
        count += 1
      }
    }
    #expect(count > 100)
    #expect(server.stop() == 0)
  }

  @Test("The fixtures' reviews get the same bytes from the server and from kpatch review")
  func commandLine() throws {
    let server = try Self.server()
    let client = try server.client()
    let objects = try Served.manifests().prefix(12).flatMap(Served.objects)
    #expect(objects.count >= 12)
    for (index, object) in objects.enumerated() {
      let body = Served.review(of: object)
      let name = "review-\(index).json"
      try server.place.write(name, String(decoding: body, as: UTF8.self))
      for endpoint in ["mutate", "validate"] {
        let offline = try Tool.run(
          ["review", "-p", "policy.yaml", "--endpoint", endpoint, "--fail-on", "never", name],
          in: server.place.url)
        #expect(offline.status == 0)
        #expect(try client.review(body, at: "/\(endpoint)").text == offline.outputText)
      }
    }
    #expect(server.stop() == 0)
  }
}
