import Documents
import Kubernetes
import Policy
import Testing

@Suite("Other objects in reach")
struct ReachTests {
  private func index(_ text: String, _ policy: CompiledPolicy = .builtIn) throws -> ObjectIndex {
    try Engine(policy).index(of: documents(text))
  }

  private func pods(_ count: Int, _ labels: (Int) -> String) -> String {
    (0..<count).map {
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p\($0), labels: {\(labels($0))}}\nspec: {}\n"
    }.joined(separator: "---\n")
  }

  private func selector(_ text: String) throws -> LabelSelector {
    try LabelSelector(try #require(documents(text).first).root)
  }

  @Test(
    "A selector finds the pods that it matches",
    arguments: [
      ("matchLabels: {app: web}", true), ("matchLabels: {app: api}", false),
      ("matchLabels: {app: web, tier: front}", true),
      ("matchLabels: {app: web, tier: back}", false),
      ("matchExpressions: [{key: app, operator: In, values: [api, web]}]", true),
      ("matchExpressions: [{key: app, operator: In, values: [api, db]}]", false),
      ("matchExpressions: [{key: app, operator: Exists}]", true),
      ("matchExpressions: [{key: part, operator: Exists}]", false),
      ("matchExpressions: [{key: app, operator: NotIn, values: [web]}]", false),
      ("matchExpressions: [{key: part, operator: DoesNotExist}]", true),
      // What only a controller adds cannot be missing from a template.
      ("matchLabels: {app: web, pod-template-hash: abc}", true),
      ("{}", true),
    ])
  func selects(text: String, found: Bool) throws {
    let index = try index(pods(1) { _ in "app: web, tier: front" })
    #expect(try index.hasPod(matching: selector(text), in: ObjectIndex.unnamed) == found)
    #expect(try !index.hasPod(matching: selector(text), in: "elsewhere"))
  }

  @Test("Of labels that are frequent and never together, as many pods are looked at as are allowed")
  func bounded() throws {
    let both = try selector("matchLabels: {a: x, b: x}")
    // With 1,000 of each it is known that none has both; with one more nothing is said.
    let known = try index(pods(2_000) { $0 % 2 == 0 ? "a: x" : "b: x" })
    #expect(!known.hasPod(matching: both, in: ObjectIndex.unnamed))
    #expect(known.pods(matching: both, in: ObjectIndex.unnamed)?.isEmpty == true)
    let unknown = try index(pods(2_002) { $0 % 2 == 0 ? "a: x" : "b: x" })
    #expect(unknown.hasPod(matching: both, in: ObjectIndex.unnamed))
    #expect(unknown.pods(matching: both, in: ObjectIndex.unnamed) == nil)
  }

  @Test("Of two objects with one name the last one counts, as it would in a cluster")
  func last() throws {
    let index = try index(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, labels: {is: first}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a, labels: {is: last}}
      """)
    let found = index.object(.configMap, in: ObjectIndex.unnamed, named: "a")
    #expect(found?.object.label("is") == "last")
  }

  @Test("An old group is the one that the kind has now")
  func groups() {
    #expect(ObjectKind("Ingress", in: "extensions") == .ingress)
    #expect(ObjectKind("Deployment", apiVersion: "extensions/v1beta1") == .deployment)
    #expect(ObjectKind("Service", apiVersion: "v1") == .service)
    #expect(ObjectKind("Service", apiVersion: "serving.knative.dev/v1") != .service)
  }

  @Test("Others are seen as the mutators leave them, and excluded ones are seen all the same")
  func mutated() throws {
    let policy = try compiled([
      layer(
        """
        preset: none
        rules: {refs/dangling-service: warn}
        exclude: {names: [hidden]}
        mutators:
          patches:
            - name: tier
              match: {kinds: [Pod]}
              merge: {metadata: {labels: {tier: front}}}
        """)
    ])
    let text = """
      apiVersion: v1
      kind: Service
      metadata: {name: by-mutation}
      spec: {selector: {app: web, tier: front}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: by-excluded}
      spec: {selector: {app: hidden}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: by-none}
      spec: {selector: {app: hidden, tier: front}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec: {containers: [{name: a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: hidden, labels: {app: hidden}}
      spec: {containers: [{name: a}]}
      """
    #expect(try findings(text, policy).map(\.object.name) == ["by-none"])
  }
}
