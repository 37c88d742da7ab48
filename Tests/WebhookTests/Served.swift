import Admission
import Documents
import Foundation
import JSONSyntax
import Kubernetes
import Policy
import TestSupport
import YAMLSyntax

/// The same policy at the served door, and in this process.
enum Served {
  static let mutators = MutatorCatalogue.all.filter(\.hasDefaults).map(\.id)

  /// A policy with every rule that can be on without settings, and all mutators with defaults.
  static let policy = policy(mutators: mutators)

  /// Every rule that can be on without settings, and these mutators.
  static func policy(mutators: [String]) -> String {
    """
    apiVersion: kpatch.dev/v1alpha1
    kind: Policy
    metadata: {name: test}
    spec:
      preset: everything
      mutators: {\(mutators.map { "\($0): {}" }.joined(separator: ", "))}

    """
  }

  struct NoPolicy: Error {}

  /// The engine that the policy makes in this process.
  static func engine() throws -> Engine {
    let document = try YAMLParser.parse(Source(Array(policy.utf8)))[0]
    let compilation = PolicyCompiler.compile(
      [PolicyLayer(document: document, name: "policy.yaml")], today: nil)
    guard let policy = compilation.policy else { throw NoPolicy() }
    return Engine(policy)
  }

  static func value(_ bytes: [UInt8]) throws -> Value {
    Value(try JSONParser.parse(Source(bytes)).root)
  }

  /// A review of the creation of an object, or of its update.
  static func review(of object: KubernetesObject, before: KubernetesObject? = nil) -> [UInt8] {
    let kind: Value = [
      "group": .string(object.group), "version": .string(object.version),
      "kind": .string(object.kind),
    ]
    var request: [Value.Entry] = [
      .init("uid", "u-1"), .init("kind", kind),
      .init("operation", before == nil ? "CREATE" : "UPDATE"),
      .init("namespace", .string(object.namespace ?? "shop")),
      .init("object", Value(object.node)),
    ]
    if let before { request.append(.init("oldObject", Value(before.node))) }
    let review: Value = [
      "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
      "request": .mapping(request),
    ]
    return Array(review.json().utf8)
  }

  /// The manifests of all rules' fixtures.
  static func manifests() -> [String] {
    let folder = "Tests/Fixtures/rules"
    let walk = FileManager.default.enumerator(
      atPath: Suites.root.appendingPathComponent(folder).path)
    var found: [String] = []
    while let path = walk?.nextObject() as? String {
      // The settings of a rule are a policy, which is no object of a cluster to kpatch check.
      if path.hasSuffix("/policy.yaml") || path.hasSuffix(Suites.beforeEnding) { continue }
      if path.hasSuffix(".yaml") || path.hasSuffix(".json") { found.append("\(folder)/\(path)") }
    }
    return found.sorted()
  }

  /// What the objects of a manifest were before an update, where a file beside it says so.
  static func formerObjects(of manifest: String) throws -> [KubernetesObject] {
    guard let bytes = Suites.before(manifest) else { return [] }
    return try YAMLParser.parse(Source(bytes)).flatMap { KubernetesObject.objects(of: $0.root) }
  }

  static func objects(in manifest: String) throws -> [KubernetesObject] {
    let source = Source(try Suites.projectFile(manifest))
    let documents =
      try manifest.hasSuffix(".json")
      ? JSONParser.parseStream(source) : YAMLParser.parse(source)
    return documents.flatMap { KubernetesObject.objects(of: $0.root) }
  }
}
