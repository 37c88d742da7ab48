import Policy
import TestSupport
import Testing

/// What parameters do that the policy of a rule's fixtures does not set.
@Suite("Parameters of rules")
struct RuleParameterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// `id: {parameter: value}`
    let setting: String
    let manifest: String
    /// Pointers.
    let found: [String]

    var testDescription: String { setting }
  }

  private static func pod(_ spec: String) -> String {
    "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {\(spec)}}"
  }

  private static func service(_ spec: String, _ annotations: String = "") -> String {
    "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {\(annotations)}}, "
      + "spec: {\(spec)}}"
  }

  private static func deployment(_ spec: String) -> String {
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, "
      + "spec: {\(spec), template: {spec: {containers: [{name: a, image: a}]}}}}"
  }

  static let cases = [
    Case(
      setting: "availability/node-affinity: {nodes: required}",
      manifest: pod("containers: []"), found: ["/spec/affinity/nodeAffinity"]),
    Case(
      setting: "availability/node-affinity: {nodes: required}",
      manifest: pod("nodeSelector: {kubernetes.io/os: linux}"),
      found: ["/spec/affinity/nodeAffinity"]),
    Case(
      setting: "availability/node-affinity: {nodes: required}",
      manifest: pod("nodeSelector: {pool: web}"), found: []),
    Case(
      setting: "probes/not-identical: {evenWithPatience: true}",
      manifest: pod(
        "containers: [{name: a, livenessProbe: {tcpSocket: {port: 1}, failureThreshold: 9}, "
          + "readinessProbe: {tcpSocket: {port: 1}}}]"),
      found: ["/spec/containers/0/livenessProbe"]),
    Case(
      setting: "probes/port-exposed: {numbers: true}",
      manifest: pod(
        "containers: [{name: a, ports: [{containerPort: 80}], livenessProbe: {tcpSocket: "
          + "{port: 80}}, readinessProbe: {grpc: {port: 81}}}]"),
      found: ["/spec/containers/0/readinessProbe/grpc/port"]),
    Case(
      setting: "network/load-balancer-service: {allowInternal: false}",
      manifest: service(
        "type: LoadBalancer", "networking.gke.io/load-balancer-type: Internal"),
      found: ["/spec/type"]),
    Case(
      setting: "workload/rollback: {minimumHistory: 5, explicitDeadline: true}",
      manifest: deployment("revisionHistoryLimit: 4"),
      found: ["/spec/revisionHistoryLimit", "/spec/progressDeadlineSeconds"]),
    Case(
      setting: "workload/termination-grace-period: {explicit: true}",
      manifest: pod("containers: []"), found: ["/spec/terminationGracePeriodSeconds"]),
    Case(
      setting: "workload/termination-grace-period: {minimum: 60}",
      manifest: pod("containers: []"), found: ["/spec/terminationGracePeriodSeconds"]),
    Case(
      setting: "workload/pre-stop-hook: {onlyWithPorts: false}",
      manifest: pod("containers: [{name: a}]"), found: ["/spec/containers/0/lifecycle/preStop"]),
    Case(
      setting: "network/dns-ndots: {maximum: 5}",
      manifest: pod("dnsConfig: {options: [{name: ndots, value: '5'}]}"), found: []),
    Case(
      setting: "availability/min-replicas: {minimum: 3}",
      manifest: deployment("replicas: 2"), found: ["/spec/replicas"]),
  ]

  @Test("A parameter does what its summary says", arguments: cases)
  func parameters(example: Case) throws {
    let text =
      "kind: Policy\napiVersion: kpatch.dev/v1alpha1\n"
      + "spec: {preset: none, rules: {\(example.setting.replacingAction)}}\n"
    let layer = PolicyLayer(document: try #require(documents(text).first), name: "policy")
    let found = try Engine(compiled([layer])).evaluate(documents: documents(example.manifest))
      .flatMap(\.evaluations).flatMap(\.findings).map { "\($0.pointer)" }
    #expect(found == example.found)
  }
}

extension String {
  /// With the action beside the parameters, without which the rule is off.
  fileprivate var replacingAction: String {
    guard let brace = firstIndex(of: "{") else { return self }
    return self[...brace] + "action: deny, " + self[index(after: brace)...]
  }
}
