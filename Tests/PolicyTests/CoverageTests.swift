import Documents
import Policy
import Testing

@Suite("Coverage")
struct CoverageTests {
  /// `NAME ASPECT...` of each workload.
  private static func coverage(_ text: String, spec: String = "preset: none") throws -> [String] {
    let engine = Engine(try compiled([layer(spec)]))
    let entries = try documents(text).flatMap { document in
      engine.entries(of: try engine.mutate(document: document), context: EvaluationContext())
    }
    return Coverage(entries).workloads.map { workload in
      ([workload.object.name] + workload.aspects.map(\.rawValue).sorted()).joined(separator: " ")
    }
  }

  private static func deployment(
    _ annotations: String = "{}", spec: String = "{}", labels: String = "{app: web}"
  ) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec: {template: {metadata: {labels: \(labels), annotations: \(annotations)}, spec: \(spec)}}
    """
  }

  @Test(
    "What a workload says of itself",
    arguments: [
      (deployment(), "web"), (deployment("{linkerd.io/inject: enabled}"), "web meshed"),
      (deployment("{linkerd.io/inject: ingress}"), "web meshed"),
      (deployment("{linkerd.io/inject: disabled}"), "web"),
      (deployment("{linkerd.io/inject: enabled}", spec: "{hostNetwork: true}"), "web"),
      (deployment(spec: "{containers: [{name: istio-proxy}]}"), "web meshed"),
      (deployment("{prometheus.io/scrape: \"true\"}"), "web scraped"),
      (deployment("{prometheus.io/scrape: \"false\"}"), "web"),
      (deployment("{prometheus.io/scrape: true}"), "web"),
      (deployment("{eks.amazonaws.com/role-arn: x}"), "web"),
      (deployment("null", spec: "null"), ""),
    ])
  func own(text: String, expected: String) throws {
    #expect(try Self.coverage(text) == (expected.isEmpty ? [] : [expected]))
  }

  @Test(
    "What other objects say of it",
    arguments: [
      ("Namespace", "{name: shop, annotations: {linkerd.io/inject: enabled}}", "{}", "web meshed"),
      ("Namespace", "{name: other, annotations: {linkerd.io/inject: enabled}}", "{}", "web"),
      (
        "Service", "{name: web, namespace: shop, annotations: {prometheus.io/scrape: \"true\"}}",
        "{selector: {app: web}}", "web scraped"
      ),
      (
        "Service", "{name: web, namespace: shop, annotations: {prometheus.io/scrape: \"true\"}}",
        "{selector: {app: other}}", "web"
      ),
      (
        "ServiceAccount",
        "{name: default, namespace: shop, annotations: {eks.amazonaws.com/role-arn: a}}", "{}",
        "web identity"
      ),
      (
        "ServiceAccount",
        "{name: web-sa, namespace: shop, annotations: {eks.amazonaws.com/role-arn: a}}", "{}", "web"
      ),
    ])
  func others(kind: String, metadata: String, spec: String, expected: String) throws {
    let other = "apiVersion: v1\nkind: \(kind)\nmetadata: \(metadata)\nspec: \(spec)"
    #expect(try Self.coverage(Self.deployment() + "\n---\n" + other) == [expected])
    #expect(try Self.coverage(other + "\n---\n" + Self.deployment()) == [expected])
  }

  @Test(
    "Monitors of the Prometheus operator",
    arguments: [
      ("PodMonitor", "{selector: {matchLabels: {app: web}}}", true),
      ("PodMonitor", "{selector: {matchLabels: {app: x}}}", false),
      ("PodMonitor", "{selector: {}, namespaceSelector: {matchNames: [shop]}}", true),
      ("PodMonitor", "{selector: {}, namespaceSelector: {matchNames: [x]}}", false),
      ("ServiceMonitor", "{selector: {matchLabels: {team: a}}}", true),
      (
        "ServiceMonitor", "{selector: {matchLabels: {team: a}}, namespaceSelector: {any: true}}",
        true
      ),
      ("ServiceMonitor", "{selector: {matchLabels: {team: b}}}", false),
      ("ServiceMonitor", "{selector: 7}", false), ("ServiceMonitor", "null", false),
    ])
  func monitors(kind: String, spec: String, isScraped: Bool) throws {
    let text = """
      \(Self.deployment())
      ---
      {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop, labels: {team: a}}, \
      spec: {selector: {app: web}}}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: \(kind)
      metadata: {name: m, namespace: shop}
      spec: \(spec)
      """
    #expect(try Self.coverage(text) == [isScraped ? "web scraped" : "web"])
  }

  @Test("What a controller made is not counted beside it, and mutators are taken as done")
  func madeAndMutated() throws {
    let made = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web-1, ownerReferences: [{kind: ReplicaSet, name: web, controller: true}]}
      spec: {}
      """
    #expect(try Self.coverage(Self.deployment() + "\n---\n" + made) == ["web"])
    let spec = "preset: none\nmutators: {linkerd: {inject: enabled}}"
    let text = Self.deployment(spec: "{containers: [{name: app}]}")
    #expect(try Self.coverage(text, spec: spec) == ["web meshed"])
  }
}
