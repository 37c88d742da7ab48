// Scenario S17: migrations never run before the service starts.
// Reads spec.initContainers[*].{name,image,restartPolicy}.
// Allowed: for each of `containers` an init container that it matches by name and that ends before
// the app starts, which a native sidecar does not; whose image, where `images` names it, matches
// that pattern. Which workloads are meant says the policy's match. Not asked for: pods that run to
// completion, such as the Job that does the migration.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let requiredInitContainer = Rule(
    id: "workload/required-init-container",
    title: "Workloads have the init containers that the policy names",
    severity: .error,
    presets: .untilSet,
    subject: .pods,
    fields: ["spec.initContainers[*].name", "spec.initContainers[*].image"],
    why: "A service that starts before its migrations meets a schema that it does not know.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/init-containers/",
    remedy: "Add the init container.",
    parameters: [
      Parameter(
        "containers", .patterns, default: nil, required: true,
        "Names of init containers, each of which must be there."),
      Parameter(
        "images", .patternMap, default: nil,
        "Patterns for the images of init containers, by the names in containers."),
    ],
    example: Example(
      fails: """
        # rules: {workload/required-init-container: {action: deny, containers: [migrate]}}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        # rules: {workload/required-init-container: {action: deny, containers: [migrate]}}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              initContainers:
                - {name: migrate, image: registry.example.com/web:1.4.2, args: [migrate]}
              containers: [{name: web, image: web:1.4.2}]
        """),
    makeCheck: { parameters, _ in
      let names = parameters.globs("containers")
      let images = parameters.globMap("images")
      return .pod { pod, findings in
        guard !pod.runsToCompletion else { return }
        for name in names {
          let image = images.first { $0.key == name.text }?.value
          check(pod, name, image, &findings)
        }
      }
    })

  private static func check(
    _ pod: PodScope, _ name: Glob, _ image: Glob?, _ findings: inout FindingSink
  ) {
    var sidecar: ContainerScope?
    for container in pod.containers {
      guard container.view.field == "initContainers", let text = container.view.name,
        name.matches(text)
      else { continue }
      guard container.sort == .initial else {
        sidecar = container
        continue
      }
      if let image, let node = container[.image], !image.matches(node) {
        findings.report(
          container, of: pod, at: ["image"], on: node,
          "the image of init container \(container.label) does not match \(quoted(image.text)), "
            + "which the policy requires", remedy: "Use an image that matches.")
      }
      return
    }
    if let sidecar {
      findings.report(
        sidecar, of: pod, at: ["restartPolicy"],
        "init container \(sidecar.label) is a sidecar: the app does not wait for it to end",
        remedy: "Remove restartPolicy from the init container.")
      return
    }
    findings.report(
      pod, at: ["initContainers"],
      "no init container is called \(quoted(name.text)), which the policy requires",
      remedy: "Add the init container \(quoted(name.text)).")
  }
}
