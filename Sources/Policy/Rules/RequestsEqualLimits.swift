// Reads spec.{containers,initContainers}[*].resources.{requests,limits} and
//   spec.resources.{requests,limits}.
// Allowed: for each of `resources` a request that is worth as much as the limit; a limit alone, to
// which the request defaults; neither of the two, which other rules ask for.
// Not asked for: ephemeral containers, which cannot have any.

import Documents
import Kubernetes

extension Rule {
  static let requestsEqualLimits = Rule(
    id: "resources/requests-equal-limits",
    title: "Containers request as much as they may use",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].resources.{requests,limits}", "spec.resources",
    ],
    why: "A pod that may use more than it requests is among the first to be killed when its node "
      + "runs out; one whose requests are its limits is among the last.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/",
    remedy: "Set request and limit to the same amount.",
    parameters: [
      Parameter(
        "resources", .strings, default: ["memory"],
        "The resources whose request and limit must be equal; with cpu and memory the pod's class "
          + "of service is Guaranteed.")
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                requests: {memory: 64Mi}
                limits: {memory: 128Mi}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                requests: {memory: 128Mi}
                limits: {memory: 128Mi}
        """),
    aliases: [
      Alias(.kubeScore, "container-cpu-requests-equal-limits"),
      Alias(.kubeScore, "container-memory-requests-equal-limits"),
      Alias(.kubeScore, "container-resource-requests-equal-limits"),
      Alias(.kubeScore, "container-ephemeral-storage-request-equals-limit"),
      Alias(.kyverno, "memory-requests-equal-limits"),
      Alias(.kyverno, "require-qos-guaranteed"),
    ],
    makeCheck: { parameters, _ in
      let names = parameters.strings("resources")
      return .pod { pod, findings in
        pod.forEachResourceHolder { holder in
          for name in names { check(name, holder, pod, &findings) }
        }
      }
    })

  private static func check(
    _ name: String, _ holder: ResourceHolder, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let request = holder.request(name) else { return }
    guard let limit = holder.limit(name) else {
      // The limit of the pod as a whole holds for all its containers together.
      if holder.isContainer, pod.sharedResources?["limits"]?[named: name] != nil { return }
      findings.report(
        holder, of: pod, at: ["limits", name],
        "\(holder.label) requests \(printable(name)) and has no limit of it: "
          + "it may use more than it requests")
      return
    }
    // Mostly they are the same text, or differ plainly; quantities are read where they differ.
    if !request.isContainer, request.withText({ limit.hasText($0) }) { return }
    guard let least = try? Quantity(request), let most = try? Quantity(limit), least != most else {
      return
    }
    findings.report(
      holder, of: pod, at: ["requests", name],
      "\(holder.label) requests \(request.text) \(printable(name)), and its limit is "
        + limit.text,
      fix: .set(Value(limit)))
  }
}
