import Admission
import Documents
import Edits
import JSONSyntax
import Policy
import TestSupport
import Testing

/// Reviews and engines for the tests of the door.
enum Reviews {
  /// An engine by the settings of a command line.
  static func engine(
    preset: String = "none", rules: [String] = [], mutators: [String] = [], spec: Value = [:]
  ) throws -> Engine {
    let settings = CommandLineSettings(preset: preset, rules: rules, mutators: mutators)
    let policy: Value = [
      "apiVersion": "kpatch.dev/v1alpha1", "kind": "Policy", "spec": spec,
    ]
    let layers = [
      PolicyLayer(document: Document(policy), name: "policy"), PolicyLayer(commandLine: settings),
    ]
    let compilation = PolicyCompiler.compile(layers, today: nil)
    return Engine(
      try #require(
        compilation.policy, "\(compilation.problems.map(\.text).joined(separator: "\n"))"))
  }

  static func handler(
    preset: String = "none", rules: [String] = [], mutators: [String] = [],
    spec: Value = [:], limits: AdmissionLimits = .standard
  ) throws -> AdmissionHandler {
    AdmissionHandler(
      engine: try engine(preset: preset, rules: rules, mutators: mutators, spec: spec),
      limits: limits)
  }

  /// A review of a request with these members beside the uid; `nil` takes a member away.
  static func body(
    _ operation: String? = "CREATE", kind: String = "Pod", group: String = "",
    version: String = "v1", namespace: String? = "shop", subresource: String? = nil,
    object: String? = pod, oldObject: String? = nil, api: String = "admission.k8s.io/v1",
    uid: String? = "\"u-1\""
  ) -> [UInt8] {
    var members: [String] = []
    if let uid { members.append("\"uid\": \(uid)") }
    members.append(
      "\"kind\": {\"group\": \"\(group)\", \"version\": \"\(version)\", \"kind\": \"\(kind)\"}")
    members.append("\"resource\": {\"resource\": \"\(kind.lowercased())s\"}")
    if let subresource { members.append("\"subResource\": \"\(subresource)\"") }
    if let namespace { members.append("\"namespace\": \"\(namespace)\"") }
    if let operation { members.append("\"operation\": \"\(operation)\"") }
    if let object { members.append("\"object\": \(object)") }
    if let oldObject { members.append("\"oldObject\": \(oldObject)") }
    let request = "{\(members.joined(separator: ", "))}"
    return Array(
      "{\"apiVersion\": \"\(api)\", \"kind\": \"AdmissionReview\", \"request\": \(request)}".utf8)
  }

  /// A pod that breaks `pss/privileged` in one container of two.
  static let pod = """
    {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web-7d4b9c-"},
     "spec": {"containers": [
       {"name": "web", "image": "web:1", "ports": [{"name": "metrics", "containerPort": 8080}]},
       {"name": "spy", "image": "spy:1", "securityContext": {"privileged": true}}]}}
    """

  /// The answer's `response`, after all that an API server checks of an answer.
  static func response(
    to body: [UInt8], from handler: AdmissionHandler, at endpoint: AdmissionHandler.Endpoint
  ) throws -> Value {
    let answer = try handler.handle(body, at: endpoint)
    let review = Value(try JSONParser.parse(Source(answer.body)).root)
    let request = Value(try JSONParser.parse(Source(body)).root)
    #expect(review["apiVersion"] == request["apiVersion"])
    #expect(review["kind"] == "AdmissionReview")
    let response = try #require(review["response"])
    #expect(response["uid"] == request["request"]?["uid"])
    #expect(response["allowed"] == .boolean(answer.decision.allowed))
    checkPatch(response, of: answer, at: endpoint)
    checkStatus(response)
    checkWarnings(response)
    checkAuditAnnotations(response)
    return response
  }

  private static func checkPatch(
    _ response: Value, of answer: AdmissionAnswer, at endpoint: AdmissionHandler.Endpoint
  ) {
    guard let patch = response["patch"] else {
      #expect(response["patchType"] == nil)
      #expect(answer.decision.patchBytes == 0)
      return
    }
    #expect(response["patchType"] == "JSONPatch")
    #expect(endpoint != .validate)
    #expect(response["allowed"] == true)
    guard let operations = try? operations(patch) else {
      Issue.record("the patch is not base64 of a JSON document")
      return
    }
    guard case .sequence(let list) = operations else {
      Issue.record("the patch is no list")
      return
    }
    #expect(!list.isEmpty)
  }

  private static func checkStatus(_ response: Value) {
    guard response["allowed"] == false else {
      #expect(response["status"] == nil)
      return
    }
    #expect(response["status"]?["code"] == 403)
    #expect(response["status"]?["reason"] == "Forbidden")
    guard case .string(let message)? = response["status"]?["message"] else {
      Issue.record("a denial without a message")
      return
    }
    #expect(!message.isEmpty)
  }

  /// What the API server does not send on: too long in all, or with control characters.
  private static func checkWarnings(_ response: Value) {
    guard let warnings = response["warnings"] else { return }
    guard case .sequence(let list) = warnings, !list.isEmpty else {
      Issue.record("warnings is no list that holds something")
      return
    }
    var total = 0
    for case .string(let text) in list {
      #expect(text.unicodeScalars.count <= 256)
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
      total += text.unicodeScalars.count
    }
    #expect(total <= 4_096)
  }

  private static func checkAuditAnnotations(_ response: Value) {
    guard let annotations = response["auditAnnotations"] else { return }
    guard case .mapping(let entries) = annotations, !entries.isEmpty else {
      Issue.record("auditAnnotations is no object that holds something")
      return
    }
    for entry in entries {
      #expect(entry.key.wholeMatch(of: /[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?/) != nil)
      guard case .string = entry.value else {
        Issue.record("an audit annotation that is no string")
        continue
      }
    }
  }

  /// The operations that a patch holds.
  static func operations(_ patch: Value) throws -> Value {
    guard case .string(let text) = patch, let bytes = decode(text) else { throw NoPatch() }
    return Value(try JSONParser.parse(Source(bytes)).root)
  }

  /// A policy without mercy for what was wrong before an update.
  static let strictUpdates: Value = ["updates": ["existingViolations": "deny"]]

  struct NoPatch: Error {}
}
