import Admission
import Documents
import Edits
import Foundation
import JSONSyntax
import Policy
import TestSupport
import Testing

@Suite("Recorded reviews")
struct RecordedReviewTests {
  /// The bodies that a real API server sent.
  private static func bodies() throws -> [(name: String, bytes: [UInt8])] {
    guard let folder = Suites.directory("admissionreviews") else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".json") }
      .map { ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))) }
  }

  @Test(
    "Every body of a real API server is answered validly, at each endpoint, by each preset",
    arguments: ["none", "baseline", "restricted", "recommended", "everything"])
  func everyBody(preset: String) throws {
    let handler = try Reviews.handler(preset: preset, mutators: Self.mutators)
    for body in try Self.bodies() {
      for endpoint in [AdmissionHandler.Endpoint.mutate, .validate, .review] {
        let response = try Reviews.response(to: body.bytes, from: handler, at: endpoint)
        if endpoint == .mutate { #expect(response["allowed"] == true, "\(body.name)") }
      }
    }
  }

  @Test("A body with patch, applied and asked again, gives no patch: invariant I5")
  func reinvocation() throws {
    let handler = try Reviews.handler(mutators: Self.mutators)
    for body in try Self.bodies() {
      let response = try Reviews.response(to: body.bytes, from: handler, at: .mutate)
      guard let patch = response["patch"] else { continue }
      let operations = try JSONPatch(parsing: Document(Reviews.operations(patch)).root)
      var review = Value(try JSONParser.parse(Source(body.bytes)).root)
      let object = try #require(review["request"]?["object"])
      try review.replaceObject(with: operations.applied(to: object))
      let again = Array(review.json().utf8)
      let second = try Reviews.response(to: again, from: handler, at: .mutate)
      #expect(second["patch"] == nil, "\(body.name)")
    }
  }

  @Test("The doors agree about every recorded object: invariant I6")
  func doorsAgree() throws {
    // A file has no former self that could be spared.
    // Nor is the order of keys its author's.
    let engine = try Reviews.engine(
      preset: "everything", rules: ["meta/sorted-keys=off"], mutators: Self.mutators,
      spec: ["updates": ["existingViolations": "deny"]])
    let handler = AdmissionHandler(engine: engine)
    for body in try Self.bodies() {
      let answer = try handler.handle(body.bytes, at: .review)
      guard answer.decision.isEvaluated, let node = answer.decision.request.object else { continue }
      // The same object as a file: parsed on its own, its namespace given as the user gives it.
      let document = try JSONParser.parse(Source(node.json))
      let offline = try engine.evaluate(
        object: document.root,
        context: EvaluationContext(namespace: answer.decision.request.namespace),
        steps: answer.decision.isMutable ? .all : .judge)
      #expect(answer.decision.findings.map(Said.init) == offline.findings.map(Said.init))
    }
  }

  private static let mutators = MutatorCatalogue.all.filter(\.hasDefaults).map(\.id)
}

extension Value {
  /// Puts another object into a review.
  fileprivate mutating func replaceObject(with object: Value) throws {
    guard case .mapping(var review) = self,
      let place = review.firstIndex(where: { $0.key == "request" }),
      case .mapping(var request) = review[place].value,
      let inner = request.firstIndex(where: { $0.key == "object" })
    else { throw Reviews.NoPatch() }
    request[inner].value = object
    review[place].value = .mapping(request)
    self = .mapping(review)
  }
}
