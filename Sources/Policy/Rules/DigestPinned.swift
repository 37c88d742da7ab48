// Reads spec.{initContainers,containers,ephemeralContainers}[*].image and
//   spec.volumes[*].image.reference.
// Allowed: a reference with a digest; what is no valid name is for image/tag-pinned.

import Kubernetes

extension Rule {
  static let digestPinned = Rule(
    id: "image/digest-pinned",
    title: "Images are pinned by digest",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].image",
      "spec.volumes[*].image.reference",
    ],
    why: "Whoever can push to the registry can move any tag; a digest is the content itself.",
    source: "https://kubernetes.io/docs/concepts/containers/images/",
    remedy: "Add the digest of the image behind the tag: name:tag@sha256:...",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2@sha256:\(String(repeating: "2c", count: 32))
        """),
    aliases: [
      Alias(.kyverno, "require-image-checksum"),
      Alias(.gatekeeper, "K8sImageDigests"),
      Alias(.checkov, "CKV_K8S_43"),
    ],
    makeCheck: { _, _ in
      .pod { pod, findings in
        pod.forEachImage { image in
          guard let reference = image.reference, !reference.hasDigest else { return }
          findings.report(
            image, of: pod,
            "the image of \(image.label) has no digest: its name may mean something else tomorrow")
        }
      }
    })
}
