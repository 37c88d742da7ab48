import Documents
import Foundation
import Manifests
import Policy
import Testing

@Suite("Processing manifests")
struct ManifestProcessorTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  static let pod = """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},
    "spec":{"containers":[{"name":"a","securityContext":{"privileged":true}}]}}

    """

  /// An engine whose only rule is the one about privileged containers.
  private func engine() throws -> Engine {
    let settings = CommandLineSettings(preset: "none", rules: ["pss/privileged=deny"])
    let compiled = PolicyCompiler.compile([PolicyLayer(commandLine: settings)], today: nil)
    return Engine(try #require(compiled.policy))
  }

  private func process(
    _ names: [String], _ rendering: ManifestProcessor.Rendering = .edits
  ) throws -> [Manifest] {
    var finder = InputFinder()
    for name in names { finder.find(try #require(FilePath(folder.path(name)))) }
    let processor = ManifestProcessor(engine: try engine(), rendering: rendering, namespace: nil)
    return processor.process(finder.inputs) { _ in }
  }

  @Test("findings keep their places, though the documents are gone")
  func findings() throws {
    try folder.write("a.json", Self.pod + Self.pod)
    let manifest = try #require(try process(["a.json"]).first)
    #expect(manifest.documentCount == 2)
    #expect(manifest.objectCount == 2)
    #expect(manifest.findings.map(\.document) == [0, 1])
    for finding in manifest.findings {
      #expect(manifest.source.text(of: finding.finding.range) == "true")
    }
  }

  @Test("many files come back in their order, each with its own findings")
  func order() throws {
    let names = (100..<180).map { "\($0).json" }
    for (index, name) in names.enumerated() {
      try folder.write(name, index % 3 == 0 ? Self.pod : "{}")
    }
    var delivered: [String] = []
    var finder = InputFinder()
    finder.find(try #require(FilePath(folder.path(""))))
    let processor = ManifestProcessor(engine: try engine(), rendering: .none, namespace: nil)
    let manifests = processor.process(finder.inputs) { manifest in
      delivered.append(manifest.input.name)
      #expect(manifest.takeFindings().findings.count == (manifest.objectCount))
    }
    #expect(delivered == names.map { folder.path($0) })
    #expect(manifests.map(\.input.name) == delivered)
    #expect(manifests.map(\.objectCount).reduce(0, +) == 27)
    #expect(manifests.allSatisfy { $0.findings.isEmpty })
  }

  @Test("the documents of a long stream come back in their order, and each is delivered once")
  func stream() throws {
    let count = 500
    let documents = (0..<count).map { "a: \($0)\n---\n" + Self.pod }
    try folder.write("a.yaml", documents.joined(separator: "---\n"))
    var finder = InputFinder()
    finder.find(try #require(FilePath(folder.path("a.yaml"))))
    let processor = ManifestProcessor(engine: try engine(), rendering: .json, namespace: nil)
    var found: [Int] = []
    let manifests = processor.process(finder.inputs) { manifest in
      found += manifest.takeFindings().findings.map(\.document)
    }
    #expect(found == (0..<count).map { $0 * 2 + 1 })
    let lines = try #require(manifests.first).lines.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 2 * count)
    for index in 0..<count {
      #expect(String(decoding: lines[2 * index], as: UTF8.self) == "{\"a\":\(index)}")
    }
  }

  private static let service = """
    {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"selector":{"app":"web"}}}

    """

  /// The Services that select nothing, each with its file and the place of its document.
  private func dangling(_ names: [String], namespace: String? = nil) throws -> [String] {
    let settings = CommandLineSettings(preset: "none", rules: ["refs/dangling-service=warn"])
    let compiled = PolicyCompiler.compile([PolicyLayer(commandLine: settings)], today: nil)
    var finder = InputFinder()
    for name in names { finder.find(try #require(FilePath(folder.path(name)))) }
    let processor = ManifestProcessor(
      engine: Engine(try #require(compiled.policy)), rendering: .none, namespace: namespace)
    var found: [String] = []
    let manifests = processor.process(finder.inputs) { manifest in
      for finding in manifest.takeFindings().findings {
        let file = manifest.input.name.split(separator: "/").last ?? ""
        found.append("\(file) \(finding.document) \(finding.finding.object.title)")
      }
    }
    #expect(manifests.map(\.input.name) == names.map { folder.path($0) })
    return found
  }

  @Test("a rule over several objects sees all files, all documents and the items of lists")
  func reach() throws {
    let list = """
      apiVersion: v1
      kind: List
      items:
        - {apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: LABEL}}, spec: {}}
      """
    try folder.write("a.yaml", Self.service)
    try folder.write("b.yaml", list.replacingOccurrences(of: "LABEL", with: "other"))
    try folder.write("c.yaml", "a: 1\n---\n" + list.replacingOccurrences(of: "LABEL", with: "web"))
    try folder.write("d.yaml", "{\"a\": 1,\n")
    #expect(try dangling(["a.yaml"]).isEmpty)
    #expect(try dangling(["a.yaml", "b.yaml"]) == ["a.yaml 0 Service web"])
    #expect(
      try dangling(["a.yaml", "b.yaml"], namespace: "shop") == ["a.yaml 0 Service shop/web"])
    #expect(try dangling(["a.yaml", "b.yaml", "c.yaml", "d.yaml"]).isEmpty)
  }

  @Test("the documents of a long stream keep their order where they are judged by each other")
  func reachOfStream() throws {
    let pod = #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{}}"# + "\n"
    let count = 300
    let documents = (0..<count).map { _ in Self.service } + [pod, "{"]
    try folder.write("a.yaml", documents.joined(separator: "---\n"))
    #expect(try dangling(["a.yaml"]) == (0..<count).map { "a.yaml \($0) Service web" })
  }

  @Test("what cannot be parsed is a problem, and what is beside it is processed")
  func problems() throws {
    try folder.write("a.json", "{\"a\": 1,}")
    try folder.write("b.json", Self.pod)
    let manifests = try process(["a.json", "b.json"])
    #expect(manifests[0].problems.count == 1)
    guard case .syntax(let error)? = manifests[0].problems.first?.cause else {
      Issue.record("a syntax error was expected")
      return
    }
    #expect(error.offset == 7)
    #expect(manifests[1].findings.count == 1)
    #expect(manifests[1].problems.isEmpty)
  }

  @Test("documents are printed as lines of JSON, whatever they are")
  func json() throws {
    try folder.write("a.json", "{ \"a\" : [ 1e400, null ] }\n[ ]\n\"x\"")
    let manifest = try #require(try process(["a.json"], .json).first)
    let wanted = "{\"a\":[1e400,null]}\n[]\n\"x\"\n"
    #expect(String(decoding: manifest.lines, as: UTF8.self) == wanted)
  }

  @Test("a file of kustomize is no object")
  func kustomization() throws {
    try folder.write(
      "a.json", "{\"apiVersion\":\"kustomize.config.k8s.io/v1beta1\",\"kind\":\"Kustomization\"}")
    let manifest = try #require(try process(["a.json"]).first)
    #expect(manifest.documentCount == 1)
    #expect(manifest.objectCount == 0)
  }

  private static func namespace(_ level: String) -> String {
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: "
      + "{pod-security.kubernetes.io/enforce: \(level)}\n"
  }

  private static let shopPod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec: {containers: [{name: a, image: registry.example.com/a:1}]}

    """

  /// The actions of the findings about privileges, file by file, by the built-in policy.
  private func actions(_ names: [String]) throws -> [[String]] {
    var finder = InputFinder()
    for name in names { finder.find(try #require(FilePath(folder.path(name)))) }
    let processor = ManifestProcessor(
      engine: Engine(.builtIn), rendering: .none, namespace: nil)
    return processor.process(finder.inputs) { _ in }.map { manifest in
      manifest.findings.map(\.finding).filter { $0.rule == "pss/allow-privilege-escalation" }
        .map(\.action.name)
    }
  }

  @Test("labels of a Namespace count for what is in it, wherever the Namespace stands")
  func namespaces() throws {
    try folder.write("a.yaml", Self.shopPod)
    try folder.write("b.yaml", Self.shopPod + "---\n" + Self.namespace("restricted"))
    #expect(try actions(["a.yaml"]) == [["warn"]])
    #expect(try actions(["b.yaml"]) == [["deny"]])
    #expect(try actions(["a.yaml", "b.yaml"]) == [["deny"], ["deny"]])
  }

  @Test("two inputs that differ about a namespace say nothing of it to the others")
  func disputedNamespaces() throws {
    try folder.write("a.yaml", Self.shopPod)
    try folder.write("b.yaml", Self.namespace("restricted") + "---\n" + Self.shopPod)
    try folder.write("c.yaml", Self.namespace("baseline"))
    #expect(try actions(["a.yaml", "b.yaml", "c.yaml"]) == [["warn"], ["deny"], []])
  }
}
