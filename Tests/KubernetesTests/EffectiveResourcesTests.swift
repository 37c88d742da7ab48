import Documents
import JSONSyntax
import Kubernetes
import Testing

@Suite("Effective resources")
struct EffectiveResourcesTests {
  private static func resources(
    _ container: String, pod: String = "{}", extra: String = ""
  ) throws -> EffectiveResources {
    let root = try parsed(
      #"""
      {"apiVersion": "v1", "kind": "Pod", "spec": {\#(extra) "resources": \#(pod),
       "containers": [{"name": "c", "resources": \#(container)}]}}
      """#)
    let template = try #require(KubernetesObject(root)?.podTemplates().first)
    return EffectiveResources(try #require(template.containers.first), in: template)
  }

  struct Case: Sendable {
    var container: String
    var pod = "{}"
    var request: (EffectiveResources.Origin, String)?
    var limit: (EffectiveResources.Origin, String)?
  }

  @Test(
    "Request and limit of cpu, and where they come from",
    arguments: [
      Case(container: "{}"),
      Case(container: #"{"requests": {"cpu": "100m"}}"#, request: (.containerRequest, "100m")),
      Case(
        container: #"{"limits": {"cpu": 2}}"#, request: (.containerLimit, "2"),
        limit: (.containerLimit, "2")),
      Case(
        container: #"{"requests": {"cpu": "1"}, "limits": {"cpu": "2"}}"#,
        request: (.containerRequest, "1"), limit: (.containerLimit, "2")),
      Case(
        container: "{}", pod: #"{"requests": {"cpu": "3"}, "limits": {"cpu": "4"}}"#,
        request: (.podRequest, "3"), limit: (.podLimit, "4")),
      Case(
        container: "{}", pod: #"{"limits": {"cpu": "4"}}"#, request: (.podLimit, "4"),
        limit: (.podLimit, "4")),
      Case(
        container: #"{"requests": {"cpu": "1"}}"#, pod: #"{"limits": {"cpu": "4"}}"#,
        request: (.containerRequest, "1"), limit: (.podLimit, "4")),
      Case(
        container: #"{"requests": {"cpu": null}, "limits": {"cpu": "2"}}"#,
        request: (.containerLimit, "2"), limit: (.containerLimit, "2")),
    ])
  func origins(expected: Case) throws {
    let resources = try Self.resources(expected.container, pod: expected.pod)
    let request = resources.request("cpu")
    #expect(request?.origin == expected.request?.0)
    #expect(try request?.quantity().description == expected.request?.1)
    let limit = resources.limit("cpu")
    #expect(limit?.origin == expected.limit?.0)
    #expect(try limit?.quantity().description == expected.limit?.1)
  }

  @Test("Pods as a whole ask for cpu, memory and huge pages only")
  func podLevel() throws {
    let pod = #"{"limits": {"memory": "1Gi", "hugepages-2Mi": "4Mi", "ephemeral-storage": "1Gi"}}"#
    let resources = try Self.resources("{}", pod: pod)
    #expect(resources.limit("memory")?.origin == .podLimit)
    #expect(resources.request("hugepages-2Mi")?.origin == .podLimit)
    #expect(resources.limit("ephemeral-storage") == nil)
    #expect(resources.request("ephemeral-storage") == nil)
  }

  @Test("On Windows pod-level resources have no effect")
  func windows() throws {
    let resources = try Self.resources(
      "{}", pod: #"{"limits": {"cpu": "1"}}"#, extra: #""os": {"name": "windows"},"#)
    #expect(resources.limit("cpu") == nil)
  }

  @Test("A wrong amount is found when it is read")
  func wrongAmount() throws {
    let amount = try #require(try Self.resources(#"{"limits": {"cpu": "1K"}}"#).limit("cpu"))
    #expect(throws: QuantityError.suffix) { try amount.quantity() }
  }

  @Test(
    "What all containers request together is what the scheduler counts",
    arguments: [
      // Two apps and a sidecar.
      (#"[{"s": "100m"}]"#, #"["200m", "1"]"#, "1300m"),
      // An init container that needs more than all that run later, beside the sidecar before it.
      (#"[{"s": "100m"}, {"i": "2"}]"#, #"["200m"]"#, "2100m"),
      // A sidecar that starts later does not count for it.
      (#"[{"i": "2"}, {"s": "100m"}]"#, #"["200m"]"#, "2"),
      (#"[{"i": "1"}, {"i": "3"}, {"i": "2"}]"#, #"[]"#, "3"),
      (#"[]"#, #"[]"#, nil), (#"[]"#, #"["nonsense"]"#, nil), (#"[]"#, #"["nonsense", "1"]"#, "1"),
    ] as [(String, String, String?)])
  func aggregate(initial: String, apps: String, sum: String?) throws {
    func container(_ amount: String, _ extra: String = "") -> String {
      #"{"resources": {"limits": {"cpu": "\#(amount)"}}\#(extra)}"#
    }
    let initContainers = try parsed(initial).elements.map { element in
      element["s"].map { container($0.text, #", "restartPolicy": "Always""#) }
        ?? container(element["i"]?.text ?? "")
    }
    let containers = try parsed(apps).elements.map { container($0.text) }
    let root = try parsed(
      #"""
      {"apiVersion": "v1", "kind": "Pod", "spec": {
       "initContainers": [\#(initContainers.joined(separator: ","))],
       "containers": [\#(containers.joined(separator: ","))],
       "ephemeralContainers": [\#(container("50"))]}}
      """#)
    let template = try #require(KubernetesObject(root)?.podTemplates().first)
    #expect(template.aggregateRequest("cpu")?.description == sum)
    #expect(template.aggregateRequest("memory") == nil)
  }
}
