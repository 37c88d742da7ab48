import Documents
import Foundation
import JSONSyntax
import Kubernetes
import TestSupport
import Testing

/// The tables of shapes against the facts that they were made from, where those are at hand, and
/// the walk against objects of every kind.
@Suite struct APIShapesTests {
  @Test("Every type has its fields in the order of bytes, and each is found")
  func fieldsAreSorted() {
    for type in 0..<APIShapes.known.typeCount {
      let names = APIShapes.known.fields(of: type).map(\.name)
      #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      for name in names { #expect(isKnown(name, type)) }
    }
  }

  private func isKnown(_ name: String, _ type: Int) -> Bool {
    let text = name.utf8Span.span
    return APIShapes.known.field(
      text, 0..<text.count, in: APIShapes.known.fieldTable(of: type, at: nil)) != nil
  }

  @Test("A field that a type does not have is not found")
  func unknownFields() throws {
    let pod = try #require(APIShapes.known.kind("Pod", in: "v1"))
    for name in ["", "a", "spe", "specs", "zzz", "apiVersionn"] {
      #expect(!isKnown(name, pod.type))
    }
  }

  @Test("Objects with every field filled in have no fault")
  func fullObjects() throws {
    guard let folder = Suites.directory("k8s-api-roundtrip") else { return }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("testdata/HEAD").path)
    var judged = 0
    for file in files.sorted() where file.hasSuffix(".json") {
      let url = folder.appendingPathComponent("testdata/HEAD/\(file)")
      let document = try JSONParser.parse(Source([UInt8](Data(contentsOf: url))))
      guard let object = KubernetesObject(document.root),
        let kind = APIShapes.known.kind(object.kind, in: object.apiVersion),
        kind.versions.contains(37)
      else { continue }
      judged += 1
      let faults = ShapeWalk.faults(in: object.node, kind: kind, minor: 37)
      #expect(faults.isEmpty, "\(file): \(faults.map { ($0.path, $0.reason) })")
    }
    #expect(judged > 60)
  }

  @Test("The tables say what the published documents say")
  func facts() throws {
    let folder = Suites.home.deletingLastPathComponent()
      .appendingPathComponent("reference/kubernetes-api")
    guard FileManager.default.fileExists(atPath: folder.path) else {
      print("the facts of the API: not here, not compared")
      return
    }
    func parsed(_ name: String) throws -> Document {
      let data = try Data(contentsOf: folder.appendingPathComponent(name))
      return try JSONParser.parse(Source([UInt8](data)))
    }
    let definitions = try parsed("definitions.json")
    let kinds = try parsed("kinds.json")
    for (key, fact) in kinds.root.entries {
      let words = key.text.split(separator: " ")
      let kind = try #require(
        APIShapes.known.kind(String(words[1]), in: String(words[0])), "\(key.text)")
      #expect(Int(kind.versions.first) == minor(fact["since"]) ?? 0)
      #expect(Int(kind.versions.last) == minor(fact["last"]) ?? 255)
      let definition = try #require(definitions.root[named: fact["definition"]?.string ?? ""])
      let wanted = (definition["properties"]?.entries.map { ($0.key.text, $0.value) } ?? [])
      #expect(
        APIShapes.known.fields(of: kind.type).map(\.name) == wanted.map(\.0).sorted(), "\(key.text)"
      )
      // The published facts have what the last version with the kind demands.
      let last = min(37, Int(kind.versions.last))
      let required = Set(definition["required"]?.elements.map(\.text) ?? [])
      for (name, field) in APIShapes.known.fields(of: kind.type) {
        #expect(field.isRequired(at: last) == required.contains(name), "\(key.text) \(name)")
      }
    }
  }

  @Test(
    "Each version demands what its own document does, and no version what only some do",
    arguments: [
      Demand("RoleRef", "apiGroup", 25...35), Demand("RoleRef", "kind", 25...37),
      Demand("StatefulSetSpec", "serviceName", 25...32),
      Demand("StatefulSetSpec", "selector", 25...37),
      Demand("NetworkPolicySpec", "podSelector", 25...33),
      Demand("PriorityClass", "value", 25...35),
      Demand("EndpointSlice", "endpoints", 25...35),
      Demand("PodFailurePolicyRule", "onPodConditions", 25...28),
      Demand("HostAlias", "ip", 31...37), Demand("ControllerRevision", "data", 37...37),
      Demand("ControllerRevision", "revision", 25...36),
      // The documents say it from 1.36 or 1.37 on; the server always refused the empty spec that a
      // missing one is.
      Demand("Deployment", "spec", 25...37), Demand("CronJob", "spec", 25...37),
      Demand("HorizontalPodAutoscaler", "spec", 25...37),
      Demand("Pod", "spec", nil), Demand("PodSpec", "containers", 25...37),
    ])
  func demands(_ demand: Demand) throws {
    let type = try #require(APIShapes.known.type(named: demand.type))
    let fields = APIShapes.known.fields(of: type)
    let field = try #require(fields.first { $0.name == demand.field }?.field)
    for minor in 25...37 {
      #expect(field.isRequired(at: minor) == (demand.versions?.contains(minor) ?? false))
      let required = fields.count { $0.field.isRequired(at: minor) }
      #expect(Int(APIShapes.known.fieldTable(of: type, at: minor).required) == required)
    }
    #expect(field.isRequired(at: nil) == (demand.versions == 25...37))
    #expect(
      Int(APIShapes.known.fieldTable(of: type, at: nil).required)
        == fields.count { $0.field.isRequired(at: nil) })
  }

  @Test("What is demanded where no version is named, every version that has the type knows")
  func demandedByAll() {
    for type in 0..<APIShapes.known.typeCount {
      let fields = APIShapes.known.fields(of: type)
      let first = fields.map(\.field.versions.first).min() ?? 0
      for (name, field) in fields where field.isRequired(at: nil) {
        #expect(field.versions.first == first, "\(APIShapes.known.typeName(type)).\(name)")
      }
    }
  }

  private func minor(_ node: Node?) -> Int? {
    node?.string.flatMap { Int($0.dropFirst(2)) }
  }
}

/// Which versions refuse an object of a type that lacks a field; `nil` for none.
struct Demand: Sendable, CustomTestStringConvertible {
  let type: String
  let field: String
  let versions: ClosedRange<Int>?

  init(_ type: String, _ field: String, _ versions: ClosedRange<Int>?) {
    self.type = type
    self.field = field
    self.versions = versions
  }

  var testDescription: String { "\(type).\(field)" }
}
