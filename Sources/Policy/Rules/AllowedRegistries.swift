// Reads spec.{initContainers,containers,ephemeralContainers}[*].image and
//   spec.volumes[*].image.reference.
// Allowed: images whose registry and path match one of `registries`, with docker.io and library/
// filled in as the container runtimes do it.

import Kubernetes

extension Rule {
  static let allowedRegistries = Rule(
    id: "image/allowed-registries",
    title: "Images come from registries that the policy names",
    severity: .error,
    presets: .untilSet,
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].image",
      "spec.volumes[*].image.reference",
    ],
    why: "An image from anywhere is a program from anybody.",
    source: "https://kubernetes.io/docs/concepts/containers/images/",
    remedy: "Use an image from a registry that the policy allows, or mirror it there.",
    parameters: [
      Parameter(
        "registries", .repositories, default: nil, required: true,
        "Registries, each alone or with the beginning of a path; a star in the registry does not "
          + "reach into the path. A path without a registry is one of Docker Hub.")
    ],
    example: Example(
      fails: """
        # rules: {image/allowed-registries: {action: deny, registries: [registry.example.com/shop]}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: docker.io/bitnami/nginx:1.29.1
        """,
      passes: """
        # rules: {image/allowed-registries: {action: deny, registries: [registry.example.com/shop]}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/shop/nginx:1.29.1
        """),
    aliases: [
      Alias(.kyverno, "restrict-image-registries"),
      Alias(.gatekeeper, "K8sAllowedRepos"),
      Alias(.gatekeeper, "K8sAllowedReposv2"),
    ],
    makeCheck: { parameters, _ in
      let registries = parameters.repositories("registries")
      return .pod { pod, findings in
        pod.forEachImage { image in
          guard let reference = image.reference else {
            findings.report(
              image, of: pod,
              "the image of \(image.label) is no valid name, so that nobody knows its registry",
              remedy: "Write registry/path:tag.")
            return
          }
          if registries.contains(where: { $0.matches(reference) }) { return }
          findings.report(
            image, of: pod,
            "the image of \(image.label) comes from \(quoted(reference.repository)), "
              + "which the policy does not allow")
        }
      }
    })
}
