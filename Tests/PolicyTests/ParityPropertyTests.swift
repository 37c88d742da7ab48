import Documents
import Foundation
import Policy
import TestSupport
import Testing

/// What holds of any two environments, over manifests of other projects.
@Suite("Environments in step, whatever they hold")
struct ParityPropertyTests {
  /// Manifests that can be read, by the folder of the suite that they are in.
  private static func folders() throws -> [[String]] {
    guard let suite = Suites.directory("manifests") else { return [] }
    let folders = try FileManager.default.contentsOfDirectory(atPath: suite.path).sorted()
    return folders.compactMap { folder in
      let home = suite.appendingPathComponent(folder)
      guard let paths = FileManager.default.subpaths(atPath: home.path) else { return nil }
      let texts = paths.sorted().lazy
        .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        .compactMap { try? String(contentsOf: home.appendingPathComponent($0), encoding: .utf8) }
        .filter { $0.utf8.count < 50_000 && (try? documents($0)) != nil }
      let some = Array(texts.prefix(20))
      return some.isEmpty ? nil : some
    }
  }

  /// What a difference is, and who agrees with whom, in whichever order the environments come.
  private static func lines(_ parity: Parity, _ names: [String]) -> [String] {
    parity.differences.map { difference in
      var sides: [String] = []
      for (name, side) in zip(names, difference.sides) {
        guard let side else {
          sides.append("\(name)=-")
          continue
        }
        let others = zip(names, difference.sides).filter { $0.1?.group == side.group }.map(\.0)
        let answer = side.isMissing ? "missing" : side.shown ?? "there"
        sides.append(
          "\(name)=\(answer) \(side.place?.pointer.description ?? "") \(others.sorted())")
      }
      let isNamespace = difference.object.kind == "Namespace"
      return "\(difference.sort) \(difference.object.kind) "
        + "\(isNamespace ? "" : difference.object.name) \(difference.path) \(sides.sorted())"
    }.sorted()
  }

  private static func parity(
    _ environments: [(name: String, text: String)], _ policy: CompiledPolicy
  ) throws -> [String] {
    lines(try ParityLine.parity(environments, policy), environments.map(\.name))
  }

  /// Speaks about every ConfigMap that there may be.
  private static func policy() throws -> CompiledPolicy {
    let spec = """
      preset: none
      configMaps:
        - schema:
            patternProperties: {'.': {}}
          documents:
            - keys: ['*.yaml', '*.json', '*.properties', '*.toml', '*.ini']
              schema: {patternProperties: {'.': {patternProperties: {'.': {}}}}}
      """
    return try compiled([layer(spec)])
  }

  @Test("An environment is in step with itself, and two differ as the two in the other order do")
  func mirror() throws {
    let policy = try Self.policy()
    var differences = 0
    for texts in try Self.folders() {
      let all = texts.joined(separator: "\n---\n")
      #expect(try Self.parity([("a", all), ("b", all)], policy) == [])
      // Two halves of a folder, and one file with the next.
      let odd = texts.indices.filter { $0 % 2 == 1 }.map { texts[$0] }.joined(separator: "\n---\n")
      let pairs = [(all, odd)] + zip(texts, texts.dropFirst())
      for (one, other) in pairs {
        let there = try Self.parity([("a", one), ("b", other)], policy)
        #expect(try Self.parity([("b", other), ("a", one)], policy) == there)
        differences += there.count
      }
    }
    #expect(differences > 100 || Suites.directory("manifests") == nil)
  }

  @Test("What a generator changes is found from either side, in any order of three")
  func changed() throws {
    let policy = try Self.policy()
    var random = SeededGenerator(seed: 20)
    for _ in 0..<60 {
      let texts = (0..<3).map { number in
        (["a", "b", "c"][number], Self.environment(&random))
      }
      let expected = try Self.parity(texts, policy)
      for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        #expect(try Self.parity(order.map { texts[$0] }, policy) == expected)
      }
      #expect(try Self.parity([texts[0], ("z", texts[0].1)], policy) == [])
    }
  }

  /// A few objects whose names, namespaces and contents meet often.
  private static func environment(_ random: inout SeededGenerator) -> String {
    func any(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
    let suffix = any(["", "-x", "-y"])
    return (0..<Int.random(in: 1...6, using: &random)).map { _ -> String in
      let namespace = any(["pay", "mon", "web"]) + suffix
      let metadata = "metadata: {name: \(any(["s", "t", "u"])), namespace: '\(namespace)'}"
      if Bool.random(using: &random) {
        let data = any([
          "data: {A: '1'}", "binaryData: {A: MQ==}", "data: {app.yaml: 'l: {}'}",
          "data: {app.yaml: 'l: 1'}", "data: {app.yaml: \"l: {m: 1}\\n---\\n[]\"}",
          "data: {app.yaml: \"l: {m: 1}\\n---\\nl: 2\"}", "data: {}",
        ])
        return "apiVersion: v1\nkind: ConfigMap\n\(metadata)\n\(data)\n"
      }
      let container = any([
        "resources: {limits: {cpu: 1}}", "resources: {limits: {cpu: 2}, requests: {cpu: 1}}",
        "livenessProbe: {httpGet: {port: 1}}", "livenessProbe: {exec: {command: [x]}}",
        "livenessProbe: {httpGet: {port: 1, httpHeaders: [{name: A, value: b}]}}",
        "env: [{name: X}]", "image: a:1", "image: b",
      ])
      return "apiVersion: v1\nkind: Pod\n\(metadata)\n"
        + "spec: {containers: [{name: \(any(["c", "d"])), \(container)}]}\n"
    }.joined(separator: "---\n")
  }
}
