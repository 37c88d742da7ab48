// Reads image of containers of pods, and selectors of Services.
// Allowed: images other than Tiller, the server of Helm 2, and, with `dashboard`, the Kubernetes
// dashboard; Services that do not select Tiller.

import Documents
import Kubernetes

extension Rule {
  static let tillerDashboard = Rule(
    id: "legacy/tiller-dashboard",
    title: "Neither Tiller nor the dashboard runs",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .podsAnd([.service]),
    fields: ["spec.containers[*].image", "spec.selector"],
    why:
      "Tiller gives everybody who reaches it the rights of cluster-admin, and has had no mends "
      + "since "
      + "2020; the dashboard is often left open with as many.",
    source: "https://helm.sh/blog/helm-v2-deprecation-timeline/",
    remedy: "Deploy with Helm 3 or later, and remove what is left of Tiller.",
    parameters: [
      Parameter(
        "dashboard", .boolean, default: true,
        "Whether the Kubernetes dashboard is reported as well.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: tiller}
        spec: {containers: [{name: tiller, image: "ghcr.io/helm/tiller:v2.17.0"}]}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: web, image: "web:1.4.2"}]}
        """),
    aliases: [
      Alias(.kyverno, "disallow-helm-tiller"),
      Alias(.checkov, "CKV_K8S_33"),
      Alias(.checkov, "CKV_K8S_34"),
      Alias(.checkov, "CKV_K8S_44"),
      Alias(.checkov, "CKV_K8S_45"),
    ],
    makeCheck: { parameters, _ in
      let names = parameters.boolean("dashboard") ? ["tiller", "kubernetes-dashboard"] : ["tiller"]
      return .object { scope, findings in
        for pod in scope.pods {
          for container in pod.containers {
            guard let image = container[.image], let name = program(image, among: names) else {
              continue
            }
            findings.report(
              container, of: pod, at: ["image"], on: image,
              "container \(container.label) runs \(name == "tiller" ? "Tiller" : "the dashboard")")
          }
        }
        let object = scope.object
        guard object.kind == "Service", object.group.isEmpty,
          let selector = ServiceView.selector(of: object),
          selector["app"]?.isString("helm") == true, selector["name"]?.isString("tiller") == true
        else { return }
        findings.report(at: ["spec", "selector"], on: selector, "the Service is for Tiller")
      }
    })

  /// The one of the names that is the last part of the image's path; the dashboard has several
  /// images, for each processor and part.
  private static func program(_ image: Node, among names: [String]) -> String? {
    let mayBe = image.withText { text in
      for index in 0..<text.count where index == 0 || text[index - 1] == UInt8(ascii: "/") {
        if names.contains(where: { SecretShape.has(text, index, $0) }) { return true }
      }
      return false
    }
    guard mayBe, let text = image.string, let reference = try? ImageReference(parsing: text) else {
      return nil
    }
    let last = reference.path.split(separator: "/").last.map(String.init) ?? ""
    return names.first { last == $0 || last.hasPrefix($0 + "-") }
  }
}
