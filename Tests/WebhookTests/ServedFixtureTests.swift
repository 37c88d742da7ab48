import Documents
import Edits
import Foundation
import JSONSyntax
import Kubernetes
import Policy
import TestSupport
import Testing
import YAMLSyntax

/// Invariant I6 from end to end: what the executables say of every fixture, the server's over TLS.
@Suite("Fixtures at both doors")
struct ServedFixtureTests {
  /// A rule that had something to say of an object, and what follows.
  struct Said: Equatable {
    let rule: String
    let action: String

    init?(_ finding: Value, _ rule: String) {
      guard case .string(let name)? = finding[rule], case .string(let action)? = finding["action"]
      else { return nil }
      self.rule = name
      self.action = action
    }
  }

  /// Rules that may say another thing of a review: it shows one object, so those that look at
  /// others differ, as do those that look at the object before an update, and its keys are in the
  /// server's order.
  private static let differing = Set(
    Catalogue.rules.filter { $0.others != .ignored || $0.needsOldObject }.map(\.id)
      + ["meta/sorted-keys"])

  private static func list(_ value: Value?) -> [Value] {
    guard case .sequence(let items)? = value else { return [] }
    return items
  }

  /// What each object of `place`'s folder `objects` is told offline, by file; each rule and action
  /// once, as log lines have it.
  private func offline(_ place: Workplace) throws -> [String: [Said]] {
    let result = try Tool.run(
      [
        "check", "--format", "json", "-p", "policy.yaml", "--namespace", "shop", "--fail-on",
        "never", "objects",
      ], in: place.url)
    #expect(result.status == 0, "\(result.errorText)")
    var told: [String: [Said]] = [:]
    for finding in Self.list(try Served.value(result.output)["findings"]) {
      guard let said = Said(finding, "rule"), case .string(let file)? = finding["file"] else {
        Issue.record("a finding without rule, action or file")
        continue
      }
      if Self.differing.contains(said.rule) || told[file]?.contains(said) == true { continue }
      told[file, default: []].append(said)
    }
    return told
  }

  @Test("Every rule's fixtures are told the same by the server and by kpatch check")
  func rules() throws {
    let place = try Webhook.workplace()
    // Offline nobody knows what was wrong before.
    let updates = "  updates: {existingViolations: deny}\n"
    try place.write("policy.yaml", Served.policy(mutators: []) + updates)
    let server = try Webhook(
      ["-p", "policy.yaml", "--audit-log", "audit", "--shutdown-delay", "0s"], in: place)
    let client = try server.client()
    var manifests: [String] = []
    for manifest in Served.manifests() {
      let former = try Served.formerObjects(of: manifest)
      for object in try Served.objects(in: manifest) {
        let before = former.first { $0.kind == object.kind && $0.name == object.name }
        let file = "objects/\(10_000 + manifests.count).json"
        try place.write(file, Value(object.node).json())
        manifests.append(manifest)
        #expect(
          try client.review(Served.review(of: object, before: before), at: "/validate").status
            == 200)
      }
    }
    #expect(server.stop() == 0)
    let lines = try place.read("audit").split(separator: "\n").map {
      try Served.value(Array($0.utf8))
    }
    try #require(lines.count == manifests.count)
    let offline = try offline(place)
    var denied = 0
    var changes = 0
    for (index, line) in lines.enumerated() {
      let online = Self.list(line["rules"]).compactMap { Said($0, "id") }
      let other = offline["objects/\(10_000 + index).json"] ?? []
      #expect(
        online.filter { !Self.differing.contains($0.rule) } == other, "\(manifests[index])")
      #expect(line["rulesOmitted"] == nil)
      changes += online.contains { $0.rule == "rbac/service-account-change" } ? 1 : 0
      let isDenied = online.contains { $0.action == "deny" }
      #expect((line["verdict"] == "deny") == isDenied, "\(manifests[index])")
      denied += isDenied ? 1 : 0
    }
    #expect(denied > 100)
    #expect(changes > 0, "updates are judged by what was there before")
    #expect(denied < lines.count)
  }

  /// The fixtures of the mutators: `Tests/Fixtures/mutators/<mutator>/<case>`.
  static let mutators: [String] = {
    let home = Suites.root.appendingPathComponent("Tests/Fixtures/mutators")
    let walk = FileManager.default.enumerator(atPath: home.path)
    var found: [String] = []
    while let path = walk?.nextObject() as? String {
      if path.hasSuffix("/before.yaml") { found.append(String(path.dropLast(12))) }
    }
    return found.sorted()
  }()

  @Test("Every mutator's fixtures become the same by the server's patch and by kpatch patch")
  func patches() throws {
    #expect(Self.mutators.count > 20)
    var patched = 0
    for name in Self.mutators {
      let place = try Webhook.workplace()
      for file in ["policy.yaml", "before.yaml"] {
        let bytes = try Suites.projectFile("Tests/Fixtures/mutators/\(name)/\(file)")
        try place.write(file, String(decoding: bytes, as: UTF8.self))
      }
      let offline = try Tool.run(
        ["patch", "-p", "policy.yaml", "--namespace", "shop", "--fail-on", "never", "before.yaml"],
        in: place.url)
      #expect(offline.status == 0, "\(name): \(offline.errorText)")
      let after = try YAMLParser.parse(Source(offline.output))
        .flatMap { KubernetesObject.objects(of: $0.root) }
      let before = try Served.objects(in: "Tests/Fixtures/mutators/\(name)/before.yaml")
      try #require(after.count == before.count, "\(name)")
      let server = try Webhook(["-p", "policy.yaml", "--shutdown-delay", "0s"], in: place)
      do {
        // Gone before the server ends, which would wait for it.
        let client = try server.client()
        for (old, new) in zip(before, after) {
          let answer = try client.review(Served.review(of: old), at: "/mutate")
          let patch = try Served.value(answer.body)["response"]?["patch"]
          #expect(try Self.apply(patch, to: Value(old.node)) == Value(new.node), "\(name)")
          patched += patch == nil ? 0 : 1
        }
      }
      #expect(server.stop() == 0)
    }
    #expect(patched > 20)
  }

  /// The object that an API server makes of a patch in an answer.
  private static func apply(_ patch: Value?, to object: Value) throws -> Value {
    guard case .string(let text)? = patch else { return object }
    let bytes = try #require(Data(base64Encoded: text))
    let operations = try JSONParser.parse(Source([UInt8](bytes))).root
    return try JSONPatch(parsing: operations).applied(to: object)
  }
}
